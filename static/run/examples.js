import { latest } from "./latest.js";

/**
 * The examples of the fit on screen as its model reads them: chosen, split, standardised by the server.
 * @param {{arrived: () => void, failed: () => void}} page
 */
export function createExamples({ arrived, failed }) {
  /** @type {import("../types.d.ts").Examples | null} */
  let examples = null;
  let shown = /** @type {import("../types.d.ts").Problem | null} */ (null);

  const loading = latest(async (/** @type {import("../types.d.ts").FitProblem} */ problem) => {
    const answer = await fetch("/api/data", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ problem }) });
    if (!answer.ok) throw new Error(String(answer.status));
    examples = await answer.json();
    arrived();
  }, failed);

  return {
    get examples() {
      return examples;
    },
    /** Those that came with the page. */
    adopt(/** @type {import("../types.d.ts").Examples | undefined} */ first) {
      examples = first ?? null;
    },
    want(/** @type {import("../types.d.ts").Problem} */ problem) {
      if (problem === shown) return;
      shown = problem;
      if (problem.kind === "surface") examples = null;
      else loading.want(JSON.stringify(problem), problem);
    },
  };
}

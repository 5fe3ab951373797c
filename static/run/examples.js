import { checked, latest } from "./latest.js";

/**
 * The examples of the fit on screen as its model reads them: chosen, split, standardised by the server.
 * @param {{arrived: () => void, failed: () => void, recovered: () => void}} page
 */
export function createExamples({ arrived, ...told }) {
  /** @type {import("../types.d.ts").Examples | null} */
  let examples = null;
  let shown = /** @type {import("../types.d.ts").FitProblem | null} */ (null);

  const loading = latest(async (/** @type {import("../types.d.ts").FitProblem} */ problem) => {
    const answer = await fetch("/api/data", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ problem }),
    });
    examples = { ...(await checked(answer).json()), problem };
    arrived();
  }, told);

  return {
    get examples() {
      return examples;
    },
    /** Those that came with the page. */
    adopt(
      /** @type {import("../types.d.ts").FitProblem} */ problem,
      /** @type {Omit<import("../types.d.ts").Examples, "problem">} */ first,
    ) {
      examples = { ...first, problem };
    },
    want(/** @type {import("../types.d.ts").FitProblem} */ problem) {
      if (problem === shown) return;
      shown = problem;
      loading.want(JSON.stringify(problem), problem);
    },
  };
}

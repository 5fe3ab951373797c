/**
 * Questions about single steps: of each kind one is on its way and one, the newest, waits; a question that a newer one
 * overtakes is answered with null.
 * @param {(message: import("./messages.d.ts").ClientMessage) => void} send
 */
export function createInspections(send) {
  /**
   * @typedef {{question: {step: number, racer: string, what: import("./messages.d.ts").AnyView}, branchNow: () => number | null, branch:
   *   number, answer: (view: any) => void}} Open
   */
  /** @type {Map<string, Open>} */
  const open = new Map();
  /** @type {Map<string, {question: Open["question"], branchNow: Open["branchNow"], answer: (view: any) => void}>} */
  const waiting = new Map();

  function pump() {
    for (const [what, { question, branchNow, answer }] of waiting) {
      const branch = open.has(what) ? null : branchNow();
      if (branch === null) continue;
      waiting.delete(what);
      open.set(what, { question, branchNow, branch, answer });
      send({ type: "inspect", branch, ...question });
    }
  }

  return {
    pump,
    /** @returns {Promise<any>} */
    ask(/** @type {Open["question"]} */ question, /** @type {Open["branchNow"]} */ branchNow) {
      waiting.get(question.what.kind)?.answer(null);
      return new Promise((answer) => {
        waiting.set(question.what.kind, { question, branchNow, answer });
        pump();
      });
    },
    answer(/** @type {import("./messages.d.ts").View} */ message) {
      const asked = open.get(message.what);
      if (
        asked === undefined ||
        asked.branch !== message.branch ||
        asked.question.step !== message.step ||
        asked.question.racer !== message.racer
      )
        return;
      open.delete(message.what);
      asked.answer(message.view);
    },
    /** True where the error answers one of these questions. */
    refused(/** @type {import("./messages.d.ts").Error} */ error) {
      const isOneOfThese = (/** @type {string} */ what) => (error.what ? error.what === what : /^(step|racer|what)\b/.test(error.path));
      if (error.code === "unknown_branch") return false;
      const found = [...open].find(([what, asked]) => asked.branch === error.branch && isOneOfThese(what));
      if (found === undefined) return false;
      open.delete(found[0]);
      found[1].answer(null);
      return true;
    },
    /** The branch or the connection changed: what was on its way is asked again as soon as the run stands there. */
    again() {
      for (const [what, { question, branchNow, answer }] of open) {
        if (waiting.has(what)) answer(null);
        else waiting.set(what, { question, branchNow, answer });
      }
      open.clear();
    },
  };
}

/**
 * What the server says of one step of one racer (its batch, its accuracy): asked once a step, the newest question only.
 * @param {{ask: (step: number, racer: string, query: object) => Promise<any>, arrived: () => void}} page `query`: what else the view is
 *   asked
 */
export function createAsked({ ask, arrived }) {
  /** @type {any} */
  let view = null;
  let asked = { tape: /** @type {unknown} */ (null), step: -1, racer: "", query: "" };

  return {
    /** The last answer; null before the first, or for another run. */
    get view() {
      return view;
    },
    want(/** @type {import("../types.d.ts").Tape | null} */ tape, /** @type {number} */ step, /** @type {string} */ racer, query = {}) {
      const wanted = JSON.stringify(query);
      if (tape === null || step < 0 || step >= tape.length || !tape.racers.includes(racer)) return;
      if (tape === asked.tape && step === asked.step && racer === asked.racer && wanted === asked.query) return;
      if (tape !== asked.tape || racer !== asked.racer) view = null;
      const question = (asked = { tape, step, racer, query: wanted });
      ask(step, racer, query).then((answer) => {
        if (answer === null || question.tape !== asked.tape || question.racer !== asked.racer) return;
        view = answer;
        arrived();
      });
    },
  };
}

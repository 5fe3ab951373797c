/**
 * What the server says of one step of one racer (its batch, its accuracy): asked once a step, the newest question only.
 * @param {{ask: (step: number, racer: string, rest: {threshold?: number}) => Promise<any>, arrived: () => void}} page
 */
export function createAsked({ ask, arrived }) {
  /** @type {any} */
  let view = null;
  let asked = { tape: /** @type {unknown} */ (null), step: -1, racer: "", threshold: 0 };

  return {
    /** The last answer; null before the first, or for another run. */
    get view() {
      return view;
    },
    want(
      /** @type {import("../types.d.ts").Tape | null} */ tape,
      /** @type {number} */ step,
      /** @type {string} */ racer,
      threshold = 0.5,
    ) {
      if (tape === null || step < 0 || step >= tape.length || !tape.racers.includes(racer)) return;
      if (tape === asked.tape && step === asked.step && racer === asked.racer && threshold === asked.threshold) return;
      if (tape !== asked.tape || racer !== asked.racer) view = null;
      const question = (asked = { tape, step, racer, threshold });
      ask(step, racer, { threshold }).then((answer) => {
        if (answer === null || question.tape !== asked.tape || question.racer !== asked.racer) return;
        view = answer;
        arrived();
      });
    },
  };
}

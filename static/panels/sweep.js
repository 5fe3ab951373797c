// Steps needed against learning rate, for one racer or for all from the same start.

import { element, mark, say } from "../element.js";
import { t } from "../text.js";
import { timeText } from "./amounts.js";
import { icon } from "./icons.js";
import { Refused, Unreachable } from "./measured_request.js";
import { faultText } from "./notice_faults.js";
import { createSweepAnswer } from "./sweep_answer.js";
import { questionOf, SCOPES } from "./sweep_question.js";
import { curvesOf, withOwn } from "./sweep_request.js";

/** @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {import("./sweep_request.js").Curve} Curve
 *  @typedef {import("./sweep_question.js").Question} Question */

/** A sweep that may take longer than this says so, and what is known of it is drawn while it goes on. */
const SOON_S = 1;

/**
 * Open while state.dialog is "sweep" (the selected racer) or "sweep_all".
 * @param {HTMLElement} host
 * @param {{ openDialog: (name: string) => void, dialogClosed: (...names: string[]) => void,
 *   startWith: import("../run/edits.js").StartWith }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createSweep(host, actions) {
  /** The latest; the dialog opens from one, so that nothing below runs before the first. @type {Frame} */
  let frame;
  /** @type {AbortController | null} */
  let work = null;
  let asked = "";

  const answer = createSweepAnswer({ frame: () => frame, startWith: actions.startWith });
  const scopes = SCOPES.map(([name, key]) =>
    element("button", { type: "button", dataset: { name }, onclick: () => actions.openDialog(name) }, t(key)),
  );
  const scope = element("div", { class: "switch", role: "group", "aria-label": t("sweep.of") }, ...scopes);
  const close = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("sweep.close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const progress = element("p", {});
  const bar = element("progress", { class: "sweep-progress" });
  const stop = element("button", { class: "button", type: "button", onclick: cancel }, t("sweep.cancel"));
  const waiting = element("div", { class: "sweep-waiting", role: "status" }, progress, bar, stop);
  const fault = element("p", { class: "sweep-fault", role: "alert" });
  const retry = element("button", { class: "button", type: "button", onclick: askAgain }, t("sweep.retry"));
  const failed = element("div", { class: "sweep-failed" }, fault, retry);
  const dialog = element(
    "dialog",
    {
      class: "window sweep",
      "aria-labelledby": "sweep-title",
      onclose: closed,
      onclick: (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close(),
    },
    element("header", {}, element("h2", { id: "sweep-title" }, t("sweep.title")), scope, close),
    element("p", { class: "sweep-sentence" }, t("sweep.sentence")),
    waiting,
    failed,
    answer.root,
  );
  host.append(dialog);

  function closed() {
    if (dialog.open) return;
    cancel();
    asked = "";
    actions.dialogClosed(...SCOPES.map(([name]) => name));
  }

  function cancel() {
    work?.abort();
    work = null;
    showState("cancelled");
  }

  function askAgain() {
    const again = questionOf(frame);
    if (again !== null) ask(again);
  }

  async function ask(/** @type {Question} */ { run, entrants, rates }) {
    work?.abort();
    const mine = new AbortController();
    work = mine;
    /** What is known of each racer. @type {(Curve | undefined)[]} */
    const known = entrants.map(() => undefined);
    bar.max = entrants.reduce((sum, { racer }) => sum + withOwn(rates, racer).length, 0);
    bar.removeAttribute("value");
    say(progress, t("sweep.working", { count: bar.max }));
    showState("waiting");
    try {
      await Promise.all(
        entrants.map(async (entrant, i) => {
          for await (const curve of curvesOf(run, entrant, rates, mine.signal)) {
            if (work !== mine) return;
            known[i] = curve;
            tell(run, entrants, known);
          }
        }),
      );
    } catch (error) {
      if (work !== mine) return;
      mine.abort();
      work = null;
      const isTold = error instanceof Refused || error instanceof Unreachable;
      if (isTold) say(fault, error instanceof Refused ? faultText(error.fault) : t("sweep.offline"));
      showState(isTold ? "failed" : "cancelled");
      // A fault of the page's own is not told as one of the server's.
      if (!isTold) throw error;
    }
  }

  /** What is known by now: how far it is, and the curves once there are all of them, or where they take their time. */
  function tell(
    /** @type {Question["run"]} */ run,
    /** @type {Question["entrants"]} */ entrants,
    /** @type {(Curve | undefined)[]} */ known,
  ) {
    const curves = known.filter((curve) => curve !== undefined);
    const isOver = curves.length === entrants.length && curves.every(({ stage }) => stage !== "going");
    const tried = curves.reduce((sum, curve) => sum + curve.tried, 0);
    bar.value = tried;
    const most_s = curves.reduce((sum, curve) => sum + curve.most_s, 0);
    if (!isOver && most_s > SOON_S) say(progress, planText(curves, most_s));
    if (!isOver && most_s <= SOON_S) return;
    const isSharedStart = new Set(entrants.map(({ start }) => start.join())).size === 1;
    const swept = curves.flatMap(({ points }) => points.map(({ rate }) => rate));
    showState(isOver ? "answer" : "telling");
    answer.show({ run, curves, isSharedStart, low: Math.min(...swept), high: Math.max(...swept) });
  }

  /** How long it takes, or that only so much will be tried. @param {Curve[]} curves @param {number} most_s */
  function planText(curves, most_s) {
    const [{ limit_s }] = curves;
    if (curves.every((curve) => curve.most_s <= limit_s)) return t("sweep.about", { time: timeText(Math.log10(most_s)) });
    const limit = timeText(Math.log10(limit_s));
    return t(curves.length === 1 ? "sweep.only" : "sweep.only_each", { time: timeText(Math.log10(most_s)), limit });
  }

  function showState(/** @type {"waiting" | "telling" | "answer" | "failed" | "cancelled"} */ name) {
    waiting.hidden = name !== "waiting" && name !== "telling";
    // While a new sweep is under way the last one stays, faded: the learner's own point moves without a flicker.
    answer.root.hidden = !(name === "answer" || name === "telling" || (name === "waiting" && answer.isThere));
    answer.root.classList.toggle("is-old", name === "waiting");
    failed.hidden = name !== "failed" && name !== "cancelled";
    fault.hidden = name !== "failed";
  }

  return {
    reads: () => ["params"],
    draw(next) {
      frame = next;
      const wanted = questionOf(frame);
      if (wanted === null) {
        if (dialog.open) dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal();
      scope.hidden = frame.state.run.racers.length < 2;
      for (const button of scopes) mark(button, "aria-pressed", String(button.dataset.name === frame.state.dialog));
      const { run, entrants, rates } = wanted;
      const now = JSON.stringify([run.problem, run.convergence, run.step_limit, entrants, rates]);
      if (now === asked) return;
      asked = now;
      ask(wanted);
    },
  };
}

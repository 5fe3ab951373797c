// The frame of a dialog about something that is measured: heading, progress with a way out, what went wrong, the answer.

import { element, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { Refused } from "./measured_request.js";
import { faultText } from "./notice_faults.js";

/**
 * @param {HTMLElement} host
 * @param {{ name: string, title: string, sentence: string, content: HTMLElement[], closed: () => void,
 *   measure: (signal: AbortSignal, progress: (sentence: string, done: number, of: number) => void) => Promise<void> }} about
 */
export function createMeasuring(host, { name, title, sentence, content, closed, measure }) {
  /** @type {AbortController | null} */
  let work = null;
  const close = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("sweep.close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const progress = element("p", { role: "status" });
  const bar = element("progress", { class: "sweep-progress", "aria-label": t("measured.progress") });
  const stop = element("button", { class: "button", type: "button", onclick: cancel }, t("sweep.cancel"));
  const waiting = element("div", { class: "sweep-waiting" }, bar, progress, stop);
  const fault = element("p", { class: "sweep-fault", role: "alert" });
  const failed = element(
    "div",
    { class: "sweep-failed" },
    fault,
    element("button", { class: "button", type: "button", onclick: () => begin() }, t("measured.again")),
  );
  const answer = element("div", { class: "sweep-answer" }, ...content);
  const dialog = element(
    "dialog",
    {
      class: `window sweep measured ${name}`,
      "aria-labelledby": `${name}-title`,
      onclose: left,
      onclick: (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close(),
    },
    element("header", {}, element("h2", { id: `${name}-title` }, title), close),
    element("p", { class: "sweep-sentence" }, sentence),
    waiting,
    failed,
    answer,
  );
  host.append(dialog);

  function left() {
    if (dialog.open) return;
    work?.abort();
    work = null;
    closed();
  }

  function cancel() {
    work?.abort();
    work = null;
    waiting.hidden = true;
    fault.hidden = true;
    failed.hidden = false;
  }

  async function begin() {
    work?.abort();
    const mine = new AbortController();
    work = mine;
    waiting.hidden = false;
    failed.hidden = true;
    bar.removeAttribute("value");
    say(progress, t("measured.waiting"));
    try {
      await measure(mine.signal, (words, done, of) => {
        bar.max = of;
        bar.value = done;
        say(progress, words);
      });
      if (work === mine) waiting.hidden = true;
    } catch (error) {
      if (work !== mine) return;
      work = null;
      waiting.hidden = true;
      failed.hidden = false;
      fault.hidden = false;
      say(fault, error instanceof Refused ? faultText(error.fault) : t("sweep.offline"));
    }
  }

  return { dialog, begin };
}

import { createRateWhen } from "../../static/panels/rate_when.js";
import { t } from "../../static/text.js";
import { equal } from "./expect.js";

/** The word beside the rate; `pass` lets its time go by. */
function worded() {
  const { setTimeout, clearTimeout } = window;
  const when = createRateWhen();
  let waiting = [];
  const show = (applied, selected = "r1") => {
    window.setTimeout = (callback, ms) => {
      waiting = [callback, ms];
      return 1;
    };
    window.clearTimeout = () => (waiting = []);
    when.show(applied, selected);
    Object.assign(window, { setTimeout, clearTimeout });
  };
  when.show({ racer: null, at_step: 0, isBack: false }, "r1");
  return {
    show,
    pass: () => waiting[0](),
    ms: () => waiting[1],
    said: () =>
      when.node.hidden ? null : [when.node.textContent, when.node.classList.contains("is-back"), when.node.getAttribute("aria-live")],
  };
}
const change = (at_step, isBack = false, racer = "r1") => ({ racer, at_step, isBack });
const from = (step) => [t("rate.from", { step }), false, "off"];
const back = (step) => [t("rate.back_to", { step }), true, "polite"];

export function testFromWhichStepAChangeHoldsIsSaidForAWhile() {
  const { show, said, pass, ms } = worded();
  equal(said(), null);
  const made = change(20);
  show(made);
  equal([said(), ms()], [from(20), 3000]);
  show(made);
  show(change(21));
  equal(said(), from(21));
  pass();
  equal(said(), null);
  show(change(22, false, "r2"));
  equal(said(), null, "of another racer nothing is said");
}

export function testThatTimeWentBackIsNotOverwrittenWhileItStands() {
  const { show, said, pass } = worded();
  show(change(0, true));
  equal(said(), back(0));
  show(change(0));
  equal(said(), back(0), "by what follows in the same drag");
  show(change(5, true));
  equal(said(), back(5));
  pass();
  show(change(7));
  equal(said(), from(7), "when it has been read, the next one is said");
}

export function testThatARestartKeptWhatWasSetIsSaid() {
  const { show, said } = worded();
  show({ racer: null, at_step: 0, isBack: true, isKept: true });
  equal(said(), [t("rate.kept"), true, "polite"]);
}

import { createTour } from "../../static/panels/tour.js";
import { t } from "../../static/text.js";
import { equal } from "./expect.js";
import { hosted, noticing } from "./pages.js";

/** A page of three parts with a tour. */
function toured({ isOffered = true, kept = null } = {}) {
  if (kept === null) localStorage.removeItem("tour");
  else localStorage.setItem("tour", kept);
  const host = hosted(600);
  const tools = document.createElement("div");
  host.append(tools);
  for (const id of ["rate", "racers", "bar"]) {
    const part = document.createElement("section");
    part.id = id;
    part.textContent = id;
    host.append(part);
  }
  const { page, store } = noticing();
  const view = createTour(host, page, tools, isOffered);
  const find = (selector) => host.querySelector(selector);
  const draw = (step) => view.draw({ step, state: store.state });
  return { store, find, draw, title: () => (find(".tour").matches(":popover-open") ? find(".tour-card h2").textContent : "") };
}

export function testATourIsOfferedOnceAndNeverComesBackUnasked() {
  const first = toured();
  first.draw(11);
  equal(first.find(".tour-offer"), null, "the ball is seen rolling first");
  first.draw(12);
  equal([first.find(".tour-offer") !== null, localStorage.length], [true, 1]);
  first.find(".tour-offer .tool").click();
  first.draw(13);
  equal([first.find(".tour-offer"), first.title()], [null, ""]);
  for (const again of [{ kept: localStorage.getItem("tour") }, { isOffered: false }]) {
    const later = toured(again);
    later.draw(20);
    equal(later.find(".tour-offer"), null);
  }
  localStorage.removeItem("tour");
}

export function testItGoesThroughThePartsThereAreAndIsLeftAtAnyMoment() {
  const { find, draw, store, title } = toured();
  draw(12);
  find(".tour-offer .link").click();
  equal([find(".tour-offer"), store.state.dialog, title()], [null, "tour", t("guide.rate")]);
  const next = find(".tour-card .primary");
  equal([find(".tour-count").textContent, next.textContent], ["1/3", t("tour.next")]);
  next.click();
  equal([title(), find(".tour-card p").textContent], [t("guide.racers"), t("guide.racers_is")]);
  next.click();
  equal([title(), next.textContent], [t("guide.bar"), t("tour.done")]);
  next.click();
  equal([title(), store.state.dialog], ["", ""]);
  for (const leave of [
    () => dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true })),
    () => find(".tour-buttons .button:not(.primary)").click(),
    () => store.set({ dialog: "sweep" }),
  ]) {
    store.set({ dialog: "tour" });
    equal(title(), t("guide.rate"), "asked for, it comes again");
    leave();
    equal(title(), "");
  }
  equal(store.state.dialog, "sweep", "another dialog takes its place");
  localStorage.removeItem("tour");
}

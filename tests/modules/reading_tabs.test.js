import { createReadingTabs } from "../../static/panels/reading_tabs.js";
import { equal } from "./expect.js";

function tabbed() {
  const [host, reading] = [document.createElement("div"), document.createElement("div")];
  document.body.append(host, reading);
  let changes = 0;
  const view = createReadingTabs(host, reading, () => (changes += 1));
  const shown = () => [reading.dataset.shows, ...[...host.children].map((tab) => `${tab.getAttribute("aria-selected")} ${tab.tabIndex}`)];
  const press = (key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { host, reading, view, shown, press, changes: () => changes };
}

export function testOneReadingIsShownAndTheArrowsGoRound() {
  const { host, shown, press, changes } = tabbed();
  equal([shown(), changes()], [["contour", "true 0", "false -1", "false -1"], 1]);
  host.children[0].focus();
  equal([press("ArrowRight"), shown()[0], document.activeElement.dataset.shows], [true, "curve", "curve"]);
  press("ArrowRight");
  equal(shown(), ["inspector", "false -1", "false -1", "true 0"]);
  press("ArrowRight");
  equal(shown()[0], "contour");
  press("ArrowLeft");
  equal(shown()[0], "inspector");
  equal([press("a"), shown()[0]], [false, "inspector"]);
  host.children[1].click();
  equal(shown()[0], "curve");
}

export function testOneParameterHasNoContourLines() {
  const { host, shown, view, press } = tabbed();
  view.draw({ field: { width: 1 } });
  equal([shown()[0], host.children[0].hidden], ["curve", true]);
  host.children[1].focus();
  press("ArrowLeft");
  equal(shown()[0], "inspector", "what is hidden is passed over");
  view.draw({ field: { width: 2 } });
  equal([shown()[0], host.children[0].hidden], ["inspector", false]);
  view.draw({ field: null });
  equal(host.children[0].hidden, false);
}

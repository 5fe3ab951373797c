import { element, mark } from "../element.js";
import { t } from "../text.js";

const SHOWN = ["contour", "curve", "inspector"];

/**
 * Where there is no room for all readings at once, tabs choose one (styles/layout.css says when).
 * @param {HTMLElement} host @param {HTMLElement} reading @param {() => void} changed
 * @returns {import("../types.d.ts").View}
 */
export function createReadingTabs(host, reading, changed) {
  const tabs = SHOWN.map((shows) =>
    element(
      "button",
      { class: "reading-tab", type: "button", role: "tab", dataset: { shows }, onclick: () => show(shows) },
      t(`reading.${shows}`),
    ),
  );
  host.append(...tabs);
  host.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const visible = tabs.filter((tab) => tab.offsetWidth > 0);
    const next = visible[(visible.indexOf(/** @type {any} */ (document.activeElement)) + by + visible.length) % visible.length];
    show(SHOWN[tabs.indexOf(next)]);
    next.focus({ preventScroll: true });
  });

  /** On a phone what has been chosen may lie below the screen. */
  function show(/** @type {string} */ shows) {
    choose(shows);
    requestAnimationFrame(() => reading.scrollIntoView({ block: "nearest" }));
  }

  function choose(/** @type {string} */ shows) {
    reading.dataset.shows = shows;
    for (const tab of tabs) {
      const isChosen = tab.dataset.shows === shows;
      mark(tab, "aria-selected", String(isChosen));
      mark(tab, "tabindex", isChosen ? "0" : "-1");
    }
    changed();
  }
  choose(SHOWN[0]);

  return {
    /** One parameter has no contour lines. */
    draw({ field }) {
      const isOne = field?.width === 1;
      tabs[0].hidden = isOne;
      if (isOne && reading.dataset.shows === "contour") choose("curve");
    },
  };
}

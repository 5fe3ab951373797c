// Half a minute through the parts of the page: offered once, on a first visit, and left at any moment.

import { element, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** What is shown, in this order: what there is of it on the page (the ids and texts of the guide). */
const STOPS = ["scene", "rate", "racers", "inspector", "bar"];
const STOP_MS = 6000;
/** The ball has been seen rolling before anything is offered. */
const OFFERED_AT_STEP = 12;
const GAP_PX = 10;
/** The one word that the page leaves with the visitor: that it has offered this. */
const KEPT = "tour";

/** Whether it was offered before; where nothing can be kept nothing is offered. */
function wasOffered() {
  try {
    return localStorage.getItem(KEPT) !== null;
  } catch {
    return true;
  }
}

/**
 * Under way while state.dialog is "tour".
 * @param {HTMLElement} host @param {Pick<import("../page_parts.d.ts").Page, "store">} page
 * @param {HTMLElement} place what the offer stands before
 * @param {boolean} isOffered whether this visit may be offered it: one that came without an address of its own
 * @returns {import("../types.d.ts").View}
 */
export function createTour(host, { store }, place, isOffered) {
  const frame = element("div", { class: "tour-frame" });
  const title = element("h2"),
    words = element("p"),
    count = element("span", { class: "tour-count" });
  const next = element("button", { class: "button primary", type: "button", onclick: () => show(at + 1) });
  const leave = element("button", { class: "button", type: "button", onclick: end }, t("tour.leave"));
  const card = element(
    "div",
    { class: "tour-card", role: "dialog", "aria-label": t("tour.title"), "aria-live": "polite" },
    title,
    words,
    element("div", { class: "tour-buttons" }, count, leave, next),
  );
  const root = element("div", { class: "tour", popover: "manual" }, frame, card);
  host.append(root);
  let at = -1,
    timer = 0;
  /** @type {HTMLElement[]} */
  let stops = [];
  /** @type {Element | null} */
  let before = null;

  const isThere = (/** @type {HTMLElement | null} */ node) => node !== null && node.getClientRects().length > 0;

  function begin() {
    before = document.activeElement;
    stops = STOPS.map((id) => /** @type {HTMLElement} */ (document.getElementById(id))).filter(isThere);
    root.showPopover();
    show(0);
    next.focus();
  }

  function end() {
    clearTimeout(timer);
    at = -1;
    if (root.matches(":popover-open")) root.hidePopover();
    if (store.state.dialog === "tour") store.set({ dialog: "" });
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  }

  /** @param {number} stop */
  function show(stop) {
    if (stop >= stops.length) return end();
    at = stop;
    say(title, t(`guide.${stops[at].id}`));
    say(words, t(`guide.${stops[at].id}_is`));
    say(count, `${at + 1}/${stops.length}`);
    say(next, t(at + 1 < stops.length ? "tour.next" : "tour.done"));
    stops[at].scrollIntoView({ block: "nearest" });
    settle();
    goOn();
  }

  /** Goes on by itself, unless the hand is on it. */
  function goOn() {
    clearTimeout(timer);
    if (at >= 0) timer = window.setTimeout(() => show(at + 1), STOP_MS);
  }

  /** The frame around the part; the words below it, above it, or where there is no room on its foot. */
  function settle() {
    if (at < 0) return;
    const { left, right, top, bottom } = stops[at].getBoundingClientRect();
    for (const [name, value] of Object.entries({ left, top, width: right - left, height: bottom - top }))
      frame.style.setProperty(name, `${value}px`);
    const { offsetWidth: width, offsetHeight: height } = card;
    const room = { width: document.documentElement.clientWidth, height: innerHeight };
    const y =
      bottom + height + 2 * GAP_PX <= room.height
        ? bottom + GAP_PX
        : top - height - GAP_PX >= GAP_PX
          ? top - height - GAP_PX
          : bottom - height - GAP_PX;
    const x = (left + right) / 2 - width / 2;
    card.style.left = `${Math.max(GAP_PX, Math.min(room.width - width - GAP_PX, x))}px`;
    card.style.top = `${Math.max(GAP_PX, Math.min(room.height - height - GAP_PX, y))}px`;
  }

  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", goOn);
  addEventListener("scroll", settle, { passive: true });
  addEventListener("keydown", (event) => {
    if (at < 0 || event.key !== "Escape") return;
    event.preventDefault();
    end();
  });
  store.subscribe(["dialog"], ({ dialog }) => {
    if (dialog === "tour" && at < 0) begin();
    else if (dialog !== "tour" && at >= 0) end();
  });

  let isToOffer = isOffered && !wasOffered();
  function offer() {
    isToOffer = false;
    localStorage.setItem(KEPT, "offered");
    const node = element(
      "div",
      { class: "tour-offer", role: "region", "aria-label": t("tour.title") },
      element(
        "button",
        {
          class: "link",
          type: "button",
          onclick: () => {
            node.remove();
            store.set({ dialog: "tour" });
          },
        },
        t("tour.offer"),
      ),
      element(
        "button",
        { class: "tool icon", type: "button", "aria-label": t("tour.no"), title: t("tour.no"), onclick: () => node.remove() },
        icon("close", 14),
      ),
    );
    place.before(node);
  }

  return {
    draw({ step, state }) {
      if (isToOffer && step >= OFFERED_AT_STEP && state.dialog === "") offer();
    },
    resize: settle,
  };
}

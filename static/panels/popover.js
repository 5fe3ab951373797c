import { element, mark } from "../element.js";

let numbers = 0;

/**
 * A floating sheet under its button: native popover (Escape and clicks outside close it, focus returns), filled anew
 * each time it opens.
 * @param {HTMLElement} button @param {{label: string, fill: (sheet: HTMLElement) => void, wide?: boolean}} options
 */
export function attachPopover(button, { label, fill, wide = false }) {
  const id = `sheet-${numbers++}`;
  const sheet = element("div", { id, popover: "auto", class: wide ? "sheet wide" : "sheet", role: "dialog", "aria-label": label });
  /** @type {HTMLElement} */ (document.getElementById("dialogs")).append(sheet);
  button.setAttribute("popovertarget", id);
  mark(button, "aria-haspopup", "dialog");
  mark(button, "aria-expanded", "false");

  function place() {
    const anchor = button.getBoundingClientRect();
    const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const below = room.height - anchor.bottom - 14;
    const above = anchor.top - 14;
    const height = Math.min(sheet.scrollHeight + 2, Math.max(below, above));
    const isBelow = below >= height || below >= above;
    sheet.style.maxHeight = `${Math.max(below, above)}px`;
    sheet.style.left = `${Math.max(8, Math.min(anchor.left, room.width - sheet.offsetWidth - 8))}px`;
    sheet.style.top = `${isBelow ? anchor.bottom + 6 : Math.max(8, anchor.top - 6 - height)}px`;
  }

  sheet.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "open") return;
    sheet.replaceChildren();
    fill(sheet);
  });
  sheet.addEventListener("toggle", (event) => {
    const isOpen = event.newState === "open";
    mark(button, "aria-expanded", String(isOpen));
    if (!isOpen) return sheet.replaceChildren();
    place();
    const first =
      sheet.querySelector(".choice[aria-checked=true]") ??
      sheet.querySelector(".form input, .form button") ??
      sheet.querySelector("button");
    /** @type {HTMLElement | null} */ (first)?.focus();
  });
  sheet.addEventListener("keydown", (event) => moveFocus(sheet, event));

  return {
    close: () => sheet.hidePopover(),
    get isOpen() {
      return sheet.matches(":popover-open");
    },
    refill() {
      if (!sheet.matches(":popover-open")) return;
      sheet.replaceChildren();
      fill(sheet);
      place();
    },
    sheet,
  };
}

/** Up and down walk through a list of choices. */
function moveFocus(/** @type {HTMLElement} */ sheet, /** @type {KeyboardEvent} */ event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const choices = /** @type {HTMLElement[]} */ ([...sheet.querySelectorAll(".choice")]);
  const at = choices.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (by === undefined || at < 0) return;
  event.preventDefault();
  choices[(at + by + choices.length) % choices.length].focus();
}

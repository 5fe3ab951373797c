import { mark } from "../element.js";

/** Tall mathematical letters reach a little out of their lines. */
const SLACK_PX = 4;
/** From the most to the least that is shown; the first that fits is taken. */
const DENSITIES = ["both", "one", "brief", "tight"];

/**
 * How much of a step stands there at once: as much as needs no scrolling. Where only one parameter's arithmetic fits, the heads of the
 * columns choose which.
 * @param {{root: HTMLElement, body: HTMLElement, columns: HTMLElement,
 *   stages: {lines: HTMLElement, showOnly(coordinate: number | null): void}}} parts
 */
export function createDensity({ root, body, columns, stages }) {
  let coordinate = 0;
  let density = 0;

  function show() {
    const isOne = density > 0;
    root.dataset.density = DENSITIES[density];
    const isChoice = isOne && columns.children.length > 1;
    /** @type {HTMLButtonElement[]} */ ([...columns.children]).forEach((button, i) => {
      button.disabled = !isChoice;
      mark(button, "aria-pressed", isChoice ? String(i === coordinate) : null);
    });
    stages.showOnly(isOne ? coordinate : null);
  }

  const isOver = () => [body, stages.lines].some((node) => node.scrollHeight > node.clientHeight + SLACK_PX);

  /** The open lines keep the most height they have had: what is below stands still while numbers grow and shrink. */
  function steady() {
    const height = `${stages.lines.clientHeight}px`;
    if (!body.hidden && stages.lines.style.minHeight !== height) stages.lines.style.minHeight = height;
  }

  return {
    isOver,
    steady,
    /** Which parameter's arithmetic is shown where there is room for one; the last one there is, at most. @param {number} [count] */
    choose(/** @type {number} */ wanted, count = Infinity) {
      coordinate = Math.min(wanted, count - 1);
    },
    get coordinate() {
      return coordinate;
    },
    /** Takes the fullest of the densities that needs no scrolling. */
    fit() {
      stages.lines.style.minHeight = "";
      for (density = 0; density < DENSITIES.length; density += 1) {
        show();
        if (!isOver()) break;
      }
      density = Math.min(density, DENSITIES.length - 1);
      steady();
    },
  };
}

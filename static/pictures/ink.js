// The page's tokens (styles/tokens.css) as colours for canvases, read again only when the theme changes.

import { RACERS } from "./glyph.js";

/**
 * @typedef {{theme: string, dark: boolean, ink: string, ink2: string, ink3: string, line: string, edge: string, bg: string, casing: string,
 *   onRacer: string, accent: string, racers: string[], font: string, math: string}} Ink
 */

/** @type {Ink | null} */
let known = null;

/** @returns {Ink} */
export function inkNow() {
  const root = document.documentElement;
  const theme = root.dataset.theme ?? "light";
  if (known?.theme === theme) return known;
  const style = getComputedStyle(root);
  const token = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  known = {
    theme,
    dark: theme === "dark",
    ink: token("ink"),
    ink2: token("ink2"),
    ink3: token("ink3"),
    line: token("line"),
    edge: token("edge"),
    bg: token("bg"),
    casing: token("casing"),
    onRacer: token("on-racer"),
    accent: token("accent"),
    racers: RACERS.map((_, index) => token(`racer-${index + 1}`)),
    font: token("font"),
    math: token("math-letter"),
  };
  return known;
}

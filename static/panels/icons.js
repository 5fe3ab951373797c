// Line icons of the panels, 18 px, in the colour of the text.

const PATHS = {
  copy: '<rect x="6.5" y="6.5" width="8.5" height="8.5" rx="2"/><path d="M11.5 6.5V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v4.5a2 2 0 0 0 2 2h1.5"/>',
  code: '<path d="m6 5-4 4 4 4M12 5l4 4-4 4"/>',
  previous: '<path d="m11 4-5 5 5 5"/>',
  next: '<path d="m7 4 5 5-5 5"/>',
  close: '<path d="m4.5 4.5 9 9m0-9-9 9"/>',
};

/** Decoration: the button it stands in has the name. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = { width: 18, height: 18, viewBox: "0 0 18 18", fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  svg.innerHTML = PATHS[name];
  return svg;
}

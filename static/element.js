/**
 * Makes an element. Props beginning with "on" are listeners, "class", "dataset" and "style" as expected, the rest
 * attributes (true: present, false or null: absent).
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, any>} [props] @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "style") Object.entries(value).forEach(([key, text]) => node.style.setProperty(key, text));
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets text only where it differs: layout and screen readers are left alone otherwise. */
export function say(/** @type {HTMLElement} */ node, /** @type {string} */ text) {
  const only = node.firstChild;
  // A text node that is there already costs a third of a new one.
  if (only instanceof Text && only === node.lastChild) {
    if (only.data !== text) only.data = text;
  } else if (node.textContent !== text) node.textContent = text;
}

/** The same where room may be short: what is cut off on screen is whole in its title. */
export function sayWhole(/** @type {HTMLElement} */ node, /** @type {string} */ text) {
  say(node, text);
  mark(node, "title", text);
}

/** Sets an attribute only where it differs; null takes it away. */
export function mark(/** @type {Element} */ node, /** @type {string} */ name, /** @type {string | null} */ value) {
  if (node.getAttribute(name) === value) return;
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

/** Nodes from markup of the page's own making: nothing a visitor wrote may be in it. */
export const fragment = (/** @type {string} */ html) => document.createRange().createContextualFragment(html);

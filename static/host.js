/** The place of a page's part, by its name in the template. */
export const host = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** What came with the page: app/page/rendering.py, and the page's own in app/page/pages. */
export const cameWithPage = () => JSON.parse(host("opening").textContent ?? "");

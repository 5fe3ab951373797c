import { element, mark } from "../element.js";
import { language, t } from "../text.js";
import { icon } from "./icons.js";
import { createUndo } from "./undo.js";

const THEMES = /** @type {const} */ (["system", "light", "dark"]);

/**
 * Brand, pages, undo and redo, link, guide, language, theme.
 * @param {HTMLElement} host
 * @param {{store: {state: {theme: string}, set: (patch: any) => void, subscribe: (names: string[], listener: () => void) => void},
 *   share: () => Promise<string>, perform: (action: string) => void, hasUndo?: boolean,
 *   pages: {name: string, path: string, title: string}[], name: string}} page
 *   `name` of the page among the `pages` there are, each under every language; `hasUndo`: there is something to undo on it
 */
export function createHeader(host, { store, share, perform, hasUndo = true, pages, name: here }) {
  const words = element("span", { class: "words" }, t("header.copy_link"));
  const link = element(
    "button",
    { class: "tool link-button", type: "button", onclick: copyLink, "aria-label": t("header.copy_link"), title: t("header.copy_link") },
    icon("link"),
    words,
  );
  const guide = element(
    "button",
    {
      class: "tool icon guide-button",
      type: "button",
      "aria-label": t("header.guide"),
      title: t("header.guide"),
      onclick: () => perform("guide"),
    },
    "?",
  );
  const undo = createUndo({ perform, isThere: hasUndo });
  const theme = element("button", { class: "tool icon theme-button", type: "button", onclick: nextTheme });
  const languages = element(
    "nav",
    { class: "switch", "aria-label": t("header.language") },
    // The page's head names every language there is.
    ...[.../** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[hreflang]"))].map(
      ({ href, hreflang: lang, title, dataset }) =>
        element(
          "a",
          {
            href,
            hreflang: lang,
            lang,
            "aria-label": title,
            "aria-current": lang === language() ? "true" : null,
            onclick: (/** @type {any} */ event) => (event.currentTarget.href = href + location.hash),
          },
          dataset.short,
        ),
    ),
  );
  const brand = element("div", { class: "brand" });
  brand.innerHTML =
    '<svg width="30" height="26" viewBox="0 0 30 26" aria-hidden="true"><path d="M2 4c2.6 12.5 7.2 18 13 18S25.5 17 28 8" fill="none" stroke="var(--accent)" stroke-width="3" stroke-linecap="round"/><circle cx="12.4" cy="14.2" r="5" fill="var(--ink)" stroke="var(--bg)" stroke-width="1.6"/></svg>';
  brand.append(element("h1", {}, "Descent Playground"));
  const tabs = element(
    "nav",
    { class: "tabs", "aria-label": t("header.pages") },
    ...pages.map((page) =>
      element("a", { href: `/${language()}${page.path}`, "aria-current": page.name === here ? "page" : null }, page.title),
    ),
  );
  const tools = element("div", { class: "tools" }, ...undo.nodes, link, guide, languages, theme);
  host.append(brand, tabs, tools);

  function show(/** @type {boolean} */ isCopied) {
    words.textContent = t(isCopied ? "header.copied" : "header.copy_link");
    link.classList.toggle("is-copied", isCopied);
  }

  async function copyLink() {
    const done = (await share()) === "copied";
    show(done);
    if (done) setTimeout(() => show(false), 1800);
  }

  function nextTheme() {
    store.set({ theme: THEMES[(THEMES.indexOf(/** @type {any} */ (store.state.theme)) + 1) % THEMES.length] });
  }

  const isDark = matchMedia("(prefers-color-scheme: dark)");
  function showTheme() {
    const { theme: chosen } = store.state;
    document.documentElement.dataset.theme = chosen === "system" ? (isDark.matches ? "dark" : "light") : chosen;
    theme.replaceChildren(icon(chosen));
    const label = t("header.theme", { theme: t(`theme.${chosen}`) });
    mark(theme, "aria-label", label);
    mark(theme, "title", label);
  }
  isDark.addEventListener("change", showTheme);
  store.subscribe(["theme"], showTheme);
  showTheme();

  return {
    /** Beside them there is room for an offer. */
    tools,
    /** Says beside the link, before it is copied, what it leaves out; "" where it holds everything. */
    leave(/** @type {string} */ words) {
      link.title = words || t("header.copy_link");
    },
    offer: undo.offer,
    tell: undo.tell,
  };
}

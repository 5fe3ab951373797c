import { element, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** A lost connection that lasts this long gets a button. */
const PATIENCE_MS = 10_000;

/**
 * The pill under the header: the connection, and what was refused.
 * @param {HTMLElement} host @param {{retry: () => void}} page
 */
export function createNotice(host, { retry }) {
  const words = element("span", { class: "notice-words" });
  const again = element("button", { class: "button small", type: "button", onclick: retry }, t("notice.retry"));
  const away = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("close"), onclick: () => clear() },
    icon("close", 14),
  );
  host.append(words, again, away);
  host.hidden = again.hidden = true;
  let isLost = false;
  /** @type {string[]} */
  let sentences = [];
  let patience = 0;

  function show() {
    host.hidden = !isLost && sentences.length === 0;
    say(words, sentences.length > 0 ? sentences.join("\n") : isLost ? t(navigator.onLine ? "notice.reconnecting" : "notice.offline") : "");
    away.hidden = sentences.length === 0;
    host.classList.toggle("is-fault", sentences.length > 0);
  }

  function clear() {
    sentences = [];
    show();
  }

  return {
    /** The connection as the stream tells it; the first connecting of a visit is nothing to speak of. */
    connection(/** @type {"connecting" | "open" | "waiting"} */ state) {
      if (state === "open") {
        clearTimeout(patience);
        patience = 0;
        isLost = false;
        again.hidden = true;
      } else if (state === "waiting" && !isLost) {
        isLost = true;
        again.hidden = true;
        patience = window.setTimeout(() => (again.hidden = false), PATIENCE_MS);
      }
      show();
    },
    clear,
    /** It is no longer so. */
    unsay(/** @type {string} */ gone) {
      sentences = sentences.filter((sentence) => sentence !== gone);
      show();
    },
    /** Says what was wrong, until its button is pressed or the learner has gone on. */
    say(/** @type {string[]} */ ...added) {
      sentences = [...new Set([...sentences, ...added])].slice(-3);
      show();
    },
  };
}

import { element, mark, say } from "../element.js";
import { plain } from "../format.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** Powers of two up to all examples: the usual sizes. @param {number} count */
function sizesOf(count) {
  const sizes = [];
  for (let size = 1; size < count; size *= 2) sizes.push(size);
  return [...sizes, count];
}

/**
 * The batch of the selected racer: its size, the sum data = batch size × iterations, and where in the epoch the step stands.
 * @param {HTMLElement} host
 * @param {import("../page_parts.d.ts").Page} page
 * @param {{batchNow: ReturnType<typeof import("../run/asked.js").createAsked>}} known
 * @returns {import("../types.d.ts").View}
 */
export function createBatch(host, { store, edits, settled }, { batchNow }) {
  const size = element("output", { class: "batch-size" }),
    slider = element("input", { class: "slider", type: "range", min: 0, step: 1, "aria-label": t("batch.size") });
  const sum = element("p", { class: "batch-sum" }),
    counters = element("p", { class: "batch-counters" }),
    evaluations = element("p", { class: "batch-evaluations" });
  const own = element(
    "button",
    { class: "chip small", type: "button", onclick: () => store.set({ batchSurface: !store.state.batchSurface }) },
    t("batch.surface"),
  );
  const cloud = element("button", { class: "chip small", type: "button", onclick: () => store.set({ dialog: "cloud" }) }, t("batch.cloud"));
  const replacement = element(
    "button",
    { class: "chip small", type: "button", title: t("batch.replacement_help"), onclick: () => turnReplacement() },
    t("batch.replacement"),
  );
  const cost = element(
    "button",
    { class: "chip small", type: "button", onclick: () => store.set({ dialog: "cost" }) },
    icon("sweep", 14),
    t("batch.cost"),
  );
  const search = element(
    "button",
    { class: "chip small", type: "button", onclick: () => store.set({ dialog: "search" }) },
    icon("dice", 14),
    t("search.title"),
  );
  host.append(
    element("div", { class: "batch-head" }, element("h2", { class: "label" }, t("batch.size")), size),
    slider,
    sum,
    counters,
    evaluations,
    element("div", { class: "batch-chips" }, own, cloud, replacement, cost, search),
  );

  let count = 0;
  /** @type {object | null} */
  let gesture = null;
  const racerNow = () => edits.now().racers.find((racer) => racer.id === store.state.selected);

  function set(/** @type {number} */ wanted, /** @type {object | null} */ by) {
    const racer = racerNow();
    if (racer === undefined) return;
    const { replacement: replaced = false, own_order = false } = /** @type {any} */ (racer.batch);
    edits.setBatch(
      racer.id,
      wanted >= count ? { kind: "full" } : { kind: "mini_batch", size: wanted, replacement: replaced, own_order },
      by,
    );
  }

  function turnReplacement() {
    const racer = racerNow();
    if (racer === undefined || racer.batch.kind === "full") return;
    edits.setBatch(racer.id, { ...racer.batch, replacement: !racer.batch.replacement });
  }

  slider.addEventListener("pointerdown", () => (gesture = {}));
  slider.addEventListener("input", () => set(sizesOf(count)[Number(slider.value)], gesture));
  slider.addEventListener("change", () => {
    gesture = null;
    settled();
  });

  return {
    draw({ examples, state, step }) {
      const racer = racerNow();
      count = examples?.train.y.length ?? 0;
      for (const part of [slider, own, cloud, replacement]) part.disabled = racer === undefined || count === 0;
      if (racer === undefined || count === 0) return;
      const sizes = sizesOf(count),
        now = racer.batch.kind === "full" ? count : Math.min(count, /** @type {number} */ (racer.batch.size));
      const kind = now >= count ? "full" : now === 1 ? "one" : "mini";
      mark(slider, "max", String(sizes.length - 1));
      const at = sizes.findIndex((entry) => entry >= now);
      if (gesture === null) slider.value = String(at);
      slider.style.setProperty("--at", String(sizes.length > 1 ? at / (sizes.length - 1) : 1));
      mark(slider, "aria-valuetext", t(`batch.kind_${kind}`, { size: now }));
      say(size, t(`batch.kind_${kind}`, { size: now }));
      const whole = Math.floor(count / now),
        rest = count % now;
      const parts = {
        examples: t("count.examples", { count }),
        iterations: t("count.iterations", { count: Math.ceil(count / now) }),
        size: now,
      };
      say(sum, rest === 0 ? t("batch.sum", parts) : t("batch.sum_rest", { ...parts, whole, rest }));
      mark(own, "aria-pressed", String(state.batchSurface));
      own.disabled = kind === "full";
      replacement.disabled = racer.batch.kind === "full";
      mark(replacement, "aria-pressed", String(racer.batch.kind === "mini_batch" && racer.batch.replacement));
      const { view } = batchNow;
      say(
        counters,
        view === null
          ? ""
          : t("batch.counters", {
              epoch: view.epoch + 1,
              iteration: view.iteration + 1,
              iterations: view.iterations,
              seen: view.seen,
              loss: plain(view.loss),
              full: plain(view.full_loss),
            }),
      );
      // Two values for each of two parameters, where the slope is measured instead of derived.
      evaluations.hidden = racer.gradient.kind !== "numerical";
      say(evaluations, t("batch.evaluations", { per: 4, total: 4 * step }));
    },
  };
}

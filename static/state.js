import { isAlike } from "./run/alike.js";
import { groundOf } from "./run/ground.js";
import { asText, BadValue, flag, numbers, oneOf, THEME } from "./rows.js";

/** @typedef {import("./types.d.ts").State} State
 *  @typedef {import("./types.d.ts").Catalogue} Catalogue
 *  @typedef {import("./rows.js").Row} Row */

const ARROWS = ["gradient", "velocity", "accumulated", "change"];
const rounded = (/** @type {number} */ value) => String(Number(value.toFixed(4)));

const FIRST_ARROWS = { gradient: true, velocity: true, accumulated: false, change: true };

/** The preset in force, or null after something of it was changed. */
export const presetOf = (/** @type {State} */ state, /** @type {Catalogue} */ catalogue) =>
  catalogue.presets.find((preset) => preset.kind === state.preset) ?? null;

/**
 * Runs with the preset that each was compared with last: views ask in every frame.
 * @type {WeakMap<object, {preset: unknown, isIt: boolean}>}
 */
const judged = new WeakMap();

/** The preset in force where the run still is what it shows: what its sentence promises is not what happens in another. */
export function exampleOf(/** @type {State} */ state, /** @type {Catalogue} */ catalogue) {
  const { run, changes } = state,
    preset = presetOf(state, catalogue);
  if (preset === null || changes.length > 0) return null;
  const known = judged.get(run);
  const found = known?.preset === preset ? known : { preset, isIt: isAlike(run, preset.run) };
  judged.set(run, found);
  return found.isIt ? preset : null;
}

/**
 * Every piece of state that the address of a page with rolling balls keeps, besides the run itself (address.js) and the position.
 * A page may have further rows of its own.
 * @type {Row[]}
 */
const ROLLING = [
  { name: "from", key: "from", fallback: () => "here", decode: oneOf("here", "start"), encode: asText },
  { name: "selected", key: "selected", fallback: (state) => state.run.racers[0]?.id ?? "", decode: asText, encode: asText },
  { name: "loop", key: "loop", fallback: () => false, ...flag },
  { name: "speed", key: "speed", fallback: () => 1, decode: oneOf(0.25, 1, 4, "max"), encode: asText },
  {
    name: "height",
    key: "height",
    fallback: (state, catalogue) => presetOf(state, catalogue)?.height ?? groundOf(catalogue, state.run.problem).height,
    decode: oneOf("linear", "log"),
    encode: asText,
  },
  { name: "palette", key: "palette", fallback: () => "viridis", decode: oneOf("viridis", "cividis"), encode: asText },
  {
    name: "curve",
    key: "curve",
    fallback: () => "loss",
    decode: oneOf("loss", "batch_loss", "gradient_norm", "learning_rate"),
    encode: asText,
  },
  { name: "curveScale", key: "curve_scale", fallback: () => "log", decode: oneOf("linear", "log"), encode: asText },
  {
    name: "arrows",
    key: "arrows",
    fallback: () => FIRST_ARROWS,
    decode: (text) => {
      const shown = text === "" ? [] : text.split(",").map(oneOf(...ARROWS));
      return Object.fromEntries(ARROWS.map((arrow) => [arrow, shown.includes(arrow)]));
    },
    encode: (value) => ARROWS.filter((arrow) => value[arrow]).join(","),
  },
  { name: "stage", key: "stage", fallback: () => 4, decode: oneOf(1, 2, 3, 4, 5, 6), encode: asText },
  { name: "swapped", key: "swapped", fallback: () => false, ...flag },
  {
    name: "camera",
    key: "camera",
    fallback: () => null,
    decode: (text) => {
      const [azimuth, elevation, distance] = numbers(text, 3);
      if (distance <= 0 || Math.abs(elevation) > Math.PI) throw new BadValue("out_of_range", "azimuth, [−π, π], (0, ∞)");
      return { azimuth, elevation, distance };
    },
    encode: (value) => (value === null ? "" : [value.azimuth, value.elevation, value.distance].map(rounded).join(",")),
  },
  {
    name: "secant",
    key: "secant",
    fallback: (state, catalogue) => presetOf(state, catalogue)?.secant ?? null,
    decode: (text) => (text === "" ? null : numbers(text, 1)[0]),
    encode: (value) => (value === null ? "" : String(value)),
  },
];

/** The rows of a page where updates see examples. @type {Row[]} */
export const OF_DATA = [
  { name: "of", key: "of", fallback: () => "loss", decode: oneOf("loss", "accuracy"), encode: asText },
  {
    name: "threshold",
    key: "threshold",
    fallback: () => 0.5,
    decode: (text) => {
      const [value] = numbers(text, 1);
      if (!(value > 0 && value < 1)) throw new BadValue("out_of_range", "(0, 1)");
      return value;
    },
    encode: asText,
  },
  { name: "across", key: "across", fallback: () => "step", decode: oneOf("step", "epoch", "examples"), encode: asText },
  { name: "beside", key: "beside", fallback: () => "", decode: asText, encode: asText },
  { name: "residuals", key: "residuals", fallback: () => true, ...flag },
  { name: "batchSurface", key: "batch_surface", fallback: () => false, ...flag },
];

/** All rows of a page, its own among them. */
export const rowsWith = (/** @type {Row[]} */ own) => [...ROLLING, ...own, THEME];

/** What an address sets besides the run. @returns {Partial<State>} */
export const addressedPart = (/** @type {State} */ state, /** @type {Row[]} */ rows) =>
  Object.fromEntries(["preset", ...rows.map(({ name }) => name)].map((name) => [name, /** @type {any} */ (state)[name]]));

/** How a problem is looked at: another one is looked at in another way. */
const VIEW = /** @type {const} */ (["height", "camera", "secant", "of"]);

/**
 * What of the page as it was left is so again where a change is undone, besides the run: what the change was about, not how it is
 * looked at.
 * @param {State} left @param {State} now @param {Catalogue} catalogue @returns {Partial<State>}
 */
export function keptPart(left, now, catalogue) {
  const [family, other] = [left, now].map(({ run }) => groundOf(catalogue, run.problem).family);
  const view = VIEW.filter((name) => family !== other && name in left).map((name) => [name, left[name]]);
  const { preset, selected, playing } = left;
  return { preset, selected, playing, ...Object.fromEntries(view) };
}

/** What a visit begins with and the address never holds. */
const PASSING = { playing: true, hover: null, dialog: "" };

/** @returns {State} */
export function firstState(
  /** @type {import("./types.d.ts").RunConfig} */ run,
  /** @type {string} */ preset,
  /** @type {Catalogue} */ catalogue,
  /** @type {Row[]} */ rows,
) {
  const state = /** @type {State} */ (/** @type {any} */ ({ ...PASSING, run, changes: [], preset }));
  for (const row of rows) /** @type {any} */ (state)[row.name] = row.fallback(state, catalogue);
  const selected = catalogue.presets.find((entry) => entry.kind === preset)?.selected;
  return selected ? { ...state, selected } : state;
}

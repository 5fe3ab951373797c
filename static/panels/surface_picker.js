import { element, sayWhole } from "../element.js";
import { colourAt, ramp } from "../pictures/colour.js";
import { fieldFromGrid, heightOf } from "../pictures/field.js";
import { t } from "../text.js";
import { grouped } from "./choices.js";
import { halves } from "./halves.js";
import { icon } from "./icons.js";
import { formOf } from "./member_form.js";
import { attachPopover } from "./popover.js";

const THUMB = 48;
/** Grids of thumbnails by surface kind: each is asked for once. @type {Map<string, Promise<import("../types.d.ts").Field>>} */
const grids = new Map();

function thumbField(/** @type {import("../types.d.ts").SurfaceEntry} */ entry) {
  let known = grids.get(entry.kind);
  if (known === undefined) {
    const query = new URLSearchParams({ surface: JSON.stringify(entry.default), columns: String(THUMB), rows: String(THUMB) });
    known = fetch(`/api/grid?${query}`)
      .then((answer) => answer.json())
      .then((grid) => fieldFromGrid(grid, entry.height_scale));
    grids.set(entry.kind, known);
    known.catch(() => grids.delete(entry.kind));
  }
  return known;
}

/** The surface of a run; this picker stands on the page of surfaces. */
const surfaceOf = (/** @type {import("../types.d.ts").RunConfig} */ { problem }) =>
  /** @type {import("../types.d.ts").SurfaceProblem} */ (problem).surface;

/** A field as a small picture: a map, or for one parameter its curve. */
function paint(
  /** @type {HTMLCanvasElement} */ canvas,
  /** @type {import("../types.d.ts").Field} */ field,
  /** @type {"linear" | "log"} */ height,
  /** @type {"viridis" | "cividis"} */ palette,
) {
  canvas.width = canvas.height = THUMB;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const stops = ramp(palette, document.documentElement.dataset.theme === "dark");
  const heightAt = (/** @type {number} */ u, /** @type {number} */ v) => {
    const column = Math.round(u * (field.columns - 1));
    const row = field.width === 1 ? 0 : Math.round(v * (field.rows - 1));
    return heightOf(field, height, field.loss[row * field.columns + column]);
  };
  if (field.width === 1) {
    pen.lineWidth = 4;
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.beginPath();
    for (let x = 0; x < THUMB; x++) pen.lineTo(x, 4 + (THUMB - 8) * (1 - heightAt(x / (THUMB - 1), 0)));
    pen.stroke();
    return;
  }
  const image = new ImageData(THUMB, THUMB);
  for (let y = 0, at = 0; y < THUMB; y++)
    for (let x = 0; x < THUMB; x++, at += 4) image.data.set([...colourAt(stops, heightAt(x / (THUMB - 1), 1 - y / (THUMB - 1))), 255], at);
  pen.putImageData(image, 0, 0);
}

/**
 * The surface: its picture and name; the sheet holds its hyperparameters and all other surfaces.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createSurfacePicker(host, { store, edits, catalogue, settled }) {
  const picture = element("canvas", { class: "thumb", "aria-hidden": "true" });
  const name = element("span", { class: "pick-name" });
  const button = element(
    "button",
    { class: "pick", type: "button", "aria-labelledby": "surface-label surface-name" },
    picture,
    name,
    icon("down", 16),
  );
  name.id = "surface-name";
  host.append(
    element("div", { class: "pick-group" }, element("span", { class: "label", id: "surface-label" }, t("surface.label")), button),
  );

  const surfaceNow = () => surfaceOf(edits.now());

  const popover = attachPopover(button, {
    label: t("surface.label"),
    wide: true,
    fill: (sheet) => {
      const surface = surfaceNow();
      const { title, schema } = catalogue.surfaces[surface.kind];
      const lists = gallery(surface.kind);
      if (Object.keys(schema).length === 0) return sheet.append(...lists);
      const fields = formOf(surface, schema, { set: edits.setSurfaceFields, settled });
      sheet.append(halves(lists, { title, fields, kind: "surface-form" }));
    },
  });

  const gallery = (/** @type {string} */ chosen) =>
    grouped(Object.values(catalogue.surfaces)).flatMap(([group, entries]) => [
      element("h3", {}, group),
      element("div", { class: "gallery", role: "radiogroup", "aria-label": group }, ...entries.map((entry) => tile(entry, chosen))),
    ]);

  function tile(/** @type {import("../types.d.ts").SurfaceEntry} */ entry, /** @type {string} */ chosen) {
    const thumb = element("canvas", { class: "thumb", "aria-hidden": "true" });
    thumbField(entry).then(
      (field) => paint(thumb, field, entry.height, store.state.palette),
      () => thumb.classList.add("is-missing"),
    );
    const choose = () => {
      popover.close();
      if (entry.kind !== surfaceNow().kind) edits.setSurface(entry.kind);
    };
    return element(
      "button",
      {
        class: "choice tile",
        type: "button",
        role: "radio",
        "aria-checked": String(entry.kind === chosen),
        title: entry.idea,
        onclick: choose,
      },
      thumb,
      element("span", {}, entry.title),
    );
  }

  let painted = "";
  return {
    draw({ field, state }) {
      const { kind } = surfaceOf(state.run);
      sayWhole(name, catalogue.surfaces[kind].title);
      const key = `${kind} ${field === null} ${state.palette} ${state.height} ${document.documentElement.dataset.theme}`;
      if (field === null || key === painted) return;
      painted = key;
      paint(picture, field, state.height, state.palette);
    },
  };
}

import { loadField } from "../pictures/field.js";

/**
 * The field of the surface on screen. A newer surface waits for the one being loaded (a drag asks for many); one of
 * another kind takes the old picture away at once.
 * @param {{catalogue: import("../types.d.ts").Catalogue, arrived: () => void, failed: () => void}} page
 */
export function createSurfaces({ catalogue, arrived, failed }) {
  /** @type {import("../types.d.ts").Field | null} */
  let field = null;
  let shown = { key: "", kind: "" };
  /** @type {import("../types.d.ts").Member | null} */
  let wish = null;
  let isLoading = false;

  async function load() {
    if (isLoading || wish === null) return;
    const surface = wish;
    wish = null;
    isLoading = true;
    try {
      const loaded = await loadField(surface, catalogue.surfaces[surface.kind].height_scale);
      if (surface.kind === shown.kind) field = loaded;
    } catch {
      // Said on the page; another surface, or the same one later, tries again.
      shown = { ...shown, key: "" };
      failed();
    }
    isLoading = false;
    arrived();
    load();
  }

  return {
    get field() {
      return field;
    },
    /** The coarse one that came with the page, until the finer one is here. */
    adopt(/** @type {import("../types.d.ts").Member} */ surface, /** @type {import("../types.d.ts").Field} */ coarse) {
      shown = { key: "", kind: surface.kind };
      field = coarse;
    },
    want(/** @type {import("../types.d.ts").Member} */ surface) {
      const key = JSON.stringify(surface);
      if (key === shown.key) return;
      if (surface.kind !== shown.kind) field = null;
      shown = { key, kind: surface.kind };
      wish = surface;
      load();
    },
  };
}

import { createCanvas } from "./canvas.js";
import { drawMapTicks, flatLens, paintMap, rectOf } from "./plane.js";
import { drawsByProcessor } from "./graphics.js";
import { inkNow } from "./ink.js";
import { relief } from "./relief.js";
import { differs } from "./scene_solid.js";

/** The flat map in the big place. @param {HTMLElement} place */
export function createFlatScene(place) {
  const map = createCanvas(place, drawsByProcessor());
  /** What it was last drawn for. @type {unknown[]} */ let drawnFor = [];
  /** @type {ReturnType<typeof flatLens> | null} */ let lens = null;

  return {
    /** @param {import("../types.d.ts").Frame} now @param {import("../types.d.ts").Field} field @param {import("./room.js").Room} room */
    draw(now, field, room) {
      const form = relief(field, now.state.height),
        ink = inkNow();
      const wants = [form, now.state.palette, ink, room.width, room.height];
      if (!differs(wants, drawnFor)) return;
      drawnFor = wants;
      map.fit();
      map.clear();
      const rect = rectOf(form, room, { top: room.insets.top, bottom: room.insets.bottom, side: 12 });
      lens = flatLens(form, rect, room);
      paintMap(map.pen, form, rect, now.state.palette, ink.dark, 8);
      drawMapTicks(map.pen, form, lens, rect, ink.font, 12);
    },
    resized() {
      drawnFor = [];
    },
    get lens() {
      return lens;
    },
  };
}

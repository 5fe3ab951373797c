// Balls on a surface that a formula gives.

import { host } from "../host.js";
import { openPage } from "../page.js";
import { createReadingTabs } from "../panels/reading_tabs.js";
import { createSurfacePicker } from "../panels/surface_picker.js";
import { createContour } from "../pictures/contour.js";

openPage({
  rows: [],
  // It opened the page when the first links were written.
  unsaid: "three_valleys",
  create: ({ page, actions }) => ({
    panels: [
      createReadingTabs(host("reading-tabs"), host("reading"), page.invalidate),
      createSurfacePicker(host("surface-and-preset"), page),
    ],
    dialogs: () => [],
    pictures: [createContour(host("contour"), actions)],
    prompt: [],
    ask: () => ({ wish: {}, seen: {} }),
    adopt: () => {},
    shown: { examples: () => null },
  }),
});

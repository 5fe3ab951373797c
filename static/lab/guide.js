// What the guide of the laboratory tells: its parts, what is drawn in its pictures, and its keys.

/** @type {import("../panels/guide.js").About} */
export const ABOUT = {
  parts: ["exhibits", "lab_picture", "lab_controls", "lab_reading", "lab_code"],
  marks: {
    handle: '<circle cx="14" cy="10" r="8" fill="var(--accent)" stroke="var(--casing)" stroke-width="2"/>',
    ring: '<circle cx="14" cy="10" r="7" fill="var(--casing)" stroke="currentColor" stroke-width="2.4"/>',
    tangent:
      '<path d="M2 17C8 16 20 12 26 2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="m8 15.5 12-7" stroke="var(--accent)" stroke-width="4" stroke-linecap="round" opacity=".5"/>',
    here: '<path d="M14 1v18" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 3"/>',
    unpicked:
      '<text x="14" y="14" font-size="12" text-anchor="middle" fill="var(--ink3)">1.3</text><path d="M2 10h24" stroke="var(--ink3)" stroke-width="1.4"/>',
  },
  how: "guide.lab_marks_how",
  hasTour: false,
};

/** @param {() => void} openGuide @returns {import("../actions.js").Action[]} */
export const labActions = (openGuide) => [
  { name: "move", label: "action.handle", keys: [], shown: ["←", "→", "↑", "↓"], group: "picture" },
  { name: "far", label: "action.handle_far", keys: [], shown: ["Page Up", "Page Down"], group: "picture" },
  { name: "ends", label: "action.handle_ends", keys: [], shown: ["Home", "End"], group: "picture" },
  { name: "guide", label: "action.guide", keys: ["?"], shown: ["?"], group: "page", perform: openGuide },
];

// What a picture draws, written down.

/** A pen that keeps its strokes and fills: points in order, arcs, and how each was drawn. */
export function noted() {
  const kept = [];
  const is = { globalAlpha: 1, lineWidth: 1, strokeStyle: "", fillStyle: "", lineCap: "butt", lineJoin: "", lineDashOffset: 0, font: "" };
  const saved = [];
  let dash = [],
    points = [],
    arcs = [];
  const pen = {
    beginPath: () => {
      points = [];
      arcs = [];
    },
    moveTo: (x, y) => points.push(["move", x, y]),
    lineTo: (x, y) => points.push(["line", x, y]),
    closePath: () => points.push(["close"]),
    arc: (x, y, radius, from, to) => arcs.push([x, y, radius, from, to]),
    stroke: () => kept.push({ how: "stroke", points, arcs, dash, ...is }),
    fill: () => kept.push({ how: "fill", points, arcs, ...is }),
    fillText: (text, x, y) => kept.push({ how: "text", text, x, y, ...is }),
    setLineDash: (given) => (dash = [...given]),
    save: () => saved.push({ ...is }),
    restore: () => Object.assign(is, saved.pop()),
  };
  for (const name of Object.keys(is))
    Object.defineProperty(pen, name, {
      get: () => is[name],
      set(value) {
        is[name] = value;
      },
    });
  return { pen, kept, dash: () => dash };
}

/** A flat picture: parameters are a hundred pixels each, y upwards from a foot at 400. */
export const flatLens = (rest = {}) => ({
  key: 1,
  flat: true,
  place: (x, y, out) => {
    out[0] = 100 * x;
    out[1] = 400 - 100 * y;
    out[2] = 1;
  },
  tangent: (x, y, dx, dy, out) => {
    out[0] = 100 * (x + dx);
    out[1] = 400 - 100 * (y + dy);
    out[2] = 1;
  },
  holds: (x, y) => x >= 0 && x <= 4 && y >= 0 && y <= 4,
  hidden: () => false,
  pieces: () => 1,
  spans: [1, 1],
  lift: 0,
  width: 400,
  height: 400,
  isBig: true,
  insets: { top: 0, bottom: 0 },
  magnitude: 1,
  ...rest,
});

export const INK = {
  ink: "ink",
  ink3: "grey",
  casing: "casing",
  line: "line",
  font: "sans",
  racers: ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"],
};

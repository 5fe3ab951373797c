// What a picture draws, written down.

const STYLE = {
  ...{ globalAlpha: 1, globalCompositeOperation: "source-over", filter: "none", imageSmoothingEnabled: true },
  ...{ lineWidth: 1, strokeStyle: "", fillStyle: "", lineCap: "butt", lineJoin: "", lineDashOffset: 0, miterLimit: 10 },
  ...{ font: "", textAlign: "start", textBaseline: "alphabetic" },
  ...{ shadowColor: "", shadowBlur: 0, shadowOffsetX: 0, shadowOffsetY: 0 },
};
const PATHS = ["moveTo", "lineTo", "closePath", "arc", "ellipse", "rect", "roundRect", "quadraticCurveTo", "bezierCurveTo"];
const PAINTS = ["stroke", "fill", "clip"];
const BOXES = ["fillRect", "strokeRect", "clearRect", "fillText", "strokeText", "drawImage", "putImageData"];
const TURNS = ["scale", "translate", "rotate", "setTransform", "save", "restore"];

/**
 * A pen that tells of whatever it is asked to draw: what, with which path or values, and in which style. A text is as wide as its font is
 * high, times 0.6 for every letter: the same on any machine.
 * @param {(call: {how: string, path: any[][], given: any[], dash: number[], style: Record<string, any>}) => void} tell
 */
export function penTelling(tell) {
  let style = { ...STYLE },
    dash = [],
    path = [];
  const saved = [];
  const note = (how, given = []) => tell({ how, path, given, dash, style: { ...style } });
  const pen = {
    beginPath: () => (path = []),
    setLineDash: (given) => (dash = [...given]),
    getLineDash: () => dash,
    measureText: (text) => ({ width: 0.6 * Number(/([\d.]+)px/.exec(style.font)?.[1] ?? 10) * [...text].length }),
    createImageData: (width, height) => new ImageData(width, height),
  };
  for (const how of PATHS) pen[how] = (...given) => path.push([how, ...given]);
  for (const how of [...PAINTS, ...BOXES, ...TURNS]) pen[how] = (...given) => note(how, given);
  for (const how of ["createLinearGradient", "createRadialGradient"])
    pen[how] = (...line) => {
      const made = { how, line, stops: [], addColorStop: (...stop) => made.stops.push(stop) };
      return made;
    };
  pen.save = () => {
    saved.push({ style: { ...style }, dash });
    note("save");
  };
  pen.restore = () => {
    ({ style, dash } = saved.pop());
    note("restore");
  };
  for (const name of Object.keys(STYLE))
    Object.defineProperty(pen, name, {
      get: () => style[name],
      set(value) {
        style[name] = value;
      },
    });
  return { pen, dash: () => dash };
}

/** A pen that keeps its strokes, fills and texts: points in order, arcs, and how each was drawn. */
export function noted() {
  const kept = [];
  const NAMES = ["globalAlpha", "lineWidth", "strokeStyle", "fillStyle", "lineCap", "lineJoin", "lineDashOffset", "font"];
  const { pen, dash } = penTelling(({ how, path, given, dash: dashed, style }) => {
    const is = Object.fromEntries(NAMES.map((name) => [name, style[name]]));
    if (how === "fillText") kept.push({ how: "text", text: given[0], x: given[1], y: given[2], ...is });
    if (how !== "stroke" && how !== "fill") return;
    const points = path.filter(([part]) => part in SHORT).map(([part, ...at]) => [SHORT[part], ...at]);
    const arcs = path.filter(([part]) => part === "arc").map(([, ...arc]) => arc.slice(0, 5));
    kept.push({ how, points, arcs, ...(how === "stroke" && { dash: dashed }), ...is });
  });
  return { pen, kept, dash };
}
const SHORT = { moveTo: "move", lineTo: "line", closePath: "close" };

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

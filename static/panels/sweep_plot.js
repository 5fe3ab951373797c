import { element, mark } from "../element.js";
import { indexOf } from "../run/configuration.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { createChart, isUntried, rateText } from "./sweep_chart.js";
import { stepLimitOf } from "./sweep_request.js";

/** @typedef {import("./sweep_answer.js").Found} Found */

/**
 * The chart of a sweep, walked along by pointer and keys, and in words what the point under them says.
 * @param {{ found: () => Found, selected: () => string, nameOf: (racer: string) => string,
 *   take: (racer: string, rate: number) => void }} of
 */
export function createSweepPlot({ found, selected, nameOf, take }) {
  const picture = svg("svg", { class: "sweep-chart", "aria-hidden": "true" });
  const chart = createChart(picture);
  const readout = element("p", { class: "sweep-readout" });
  const root = element(
    "div",
    {
      class: "sweep-plot",
      role: "slider",
      tabindex: "0",
      "aria-label": t("sweep.chart"),
      onkeydown: walk,
      onpointermove: (/** @type {PointerEvent} */ event) => show(nearest(chart.rateAt(event.clientX))),
      onpointerleave: () => show(-1),
      onclick: takePoint,
    },
    picture,
  );
  /** The point that is shown; before the first, the learner's own. */
  let at = -1;

  /** The curve that pointer and keys walk along: the selected racer's. */
  const walked = () => found().curves.find(({ racer }) => racer === selected()) ?? found().curves[0];

  function nearest(/** @type {number} */ rate) {
    const distance = (/** @type {{ rate: number }} */ point) => Math.abs(Math.log(point.rate / rate));
    return walked().points.reduce((closest, point, i, points) => (distance(point) < distance(points[closest]) ? i : closest), 0);
  }

  function show(/** @type {number} */ index) {
    at = index;
    const { run, curves, low, high } = found();
    const curve = walked();
    const point = at < 0 ? curve.own : curve.points[at];
    chart.point(at < 0 ? null : point);
    const text = t(`sweep.readout_${point.outcome}`, { rate: rateText(point.rate), steps: point.steps ?? "", limit: stepLimitOf(run) });
    const sentence = curves.length === 1 ? text : `${nameOf(curve.racer)}, ${text}`;
    readout.replaceChildren(element("b", {}, sentence), " ", element("span", {}, t("sweep.hint")));
    mark(root, "aria-valuetext", sentence);
    mark(root, "aria-valuenow", String(point.rate));
    mark(root, "aria-valuemin", String(low));
    mark(root, "aria-valuemax", String(high));
  }

  function walk(/** @type {KeyboardEvent} */ event) {
    const { points, own } = walked();
    const here = at < 0 ? nearest(own.rate) : at;
    const to = {
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      PageDown: here - 10,
      PageUp: here + 10,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (to !== undefined) show(Math.max(0, Math.min(points.length - 1, to)));
    else if (event.key === "Enter" || event.key === " ") takePoint();
    else return;
    event.preventDefault();
  }

  function takePoint() {
    if (at >= 0) take(walked().racer, walked().points[at].rate);
  }

  return {
    root,
    readout,
    draw() {
      const { run, curves } = found();
      const [low, high] = shownRange(found());
      const signs = curves.map(({ racer }) => indexOf(run, racer));
      const limit = { rate: curves[0].limit, label: t("sweep.limit", { rate: rateText(curves[0].limit) }) };
      chart.draw({ curves, signs, low, high, stepLimit: stepLimitOf(run), limit });
      show(at);
    },
    /** Another sweep: nothing is pointed at. */
    forget() {
      at = -1;
    },
  };
}

/**
 * Far below the first rate that arrives, and far above the last, nothing happens: the chart shows a little of each. While that is not
 * known of all, it shows the whole range.
 */
function shownRange(/** @type {Found} */ { curves, low, high }) {
  const points = curves.flatMap((curve) => curve.points);
  if (points.some(isUntried)) return [low, high];
  const arriving = [...points.filter(({ steps }) => steps !== null), ...curves.map(({ own }) => own)];
  const lasting = [...points.filter(({ outcome }) => outcome !== "diverged"), ...curves.map(({ own }) => own)];
  return [
    Math.max(low, Math.min(...arriving.map(({ rate }) => rate)) / 3),
    Math.min(high, Math.max(...lasting.map(({ rate }) => rate)) * 3),
  ];
}

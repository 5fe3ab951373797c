import { fieldFromGrid, loadField } from "../../static/pictures/field.js";
import { equal, ok } from "./expect.js";
import { encoded } from "./messages.js";
import { FIT } from "./runs.js";

/** A grid as the server answers, `bend` times as bent between its nodes as a plane. */
const gridOf = (size, bend) => ({
  window: [
    [0, 1],
    [0, 1],
  ],
  columns: size,
  rows: size,
  loss: encoded(
    Array.from({ length: size * size }, (_, k) => bend * ((k % size) / (size - 1)) ** 2),
    "f4",
  ),
  lowest: 0,
  highest: bend || 1,
  start: [0, 0],
  points: [],
});

/** What is loaded of a fit, from a server that answers these statuses in turn; and the sizes it was asked for. */
async function loaded(statuses, given = null) {
  const fetched = globalThis.fetch;
  const asked = [];
  globalThis.fetch = async (_, { body }) => {
    const { columns } = JSON.parse(body);
    const status = statuses[asked.length] ?? 200;
    asked.push(columns);
    return new Response(JSON.stringify(status === 200 ? gridOf(columns, 1) : { code: "busy", path: "grid", params: {} }), { status });
  };
  try {
    const wish = { problem: FIT, of: "loss" };
    const field = await loadField(wish, 0, given).catch((fault) => fault);
    return [field.columns ?? "refused", asked];
  } finally {
    globalThis.fetch = fetched;
  }
}

export async function testTheFirstGridIsTheOneThatIsNeeded() {
  const [columns, asked] = await loaded([]);
  equal([asked[0], columns], [121, asked.at(-1)]);
  const given = fieldFromGrid(gridOf(121, 1), 0);
  ok(!(await loaded([], given))[1].includes(121), "what is here is not asked for");
}

export async function testWithoutAnyGridARefusalIsOne() {
  equal(await loaded([503]), ["refused", [121]]);
}

export function testASurfacesHeightIsOfItsRangeWhereNothingElseIsSaid() {
  const grid = gridOf(3, 6);
  equal([fieldFromGrid(grid, 0).scale, fieldFromGrid(grid, 2).scale], [6 / 300, 2]);
  const flat = { ...gridOf(3, 0), lowest: 4, highest: 4 };
  equal(fieldFromGrid(flat, 0).scale, 1 / 300);
  const line = fieldFromGrid({ ...grid, window: [[0, 1]], rows: 9 }, 0);
  equal([line.width, line.rows], [1, 1]);
}

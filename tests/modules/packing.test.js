import { pack, unpack } from "../../static/packing.js";
import { equal, ok } from "./expect.js";

/** Why the text is refused; null where it is not. */
const fault = (text) =>
  unpack(text).then(
    () => null,
    (error) => error,
  );

/** Bytes that come out of the browser's inflating while `act` runs. */
async function inflated(act) {
  const Original = globalThis.DecompressionStream;
  let count = 0;
  globalThis.DecompressionStream = class {
    constructor(format) {
      const { readable, writable } = new Original(format);
      const counting = new TransformStream({
        transform(part, out) {
          count += part.length;
          out.enqueue(part);
        },
      });
      return { writable, readable: readable.pipeThrough(counting) };
    }
  };
  try {
    await act();
  } finally {
    globalThis.DecompressionStream = Original;
  }
  return count;
}

export async function testWhatIsPackedIsUnpackedAgain() {
  const numbers = Array.from({ length: 400 }, (_, k) => Math.sin(k) * 10 ** (k % 40));
  for (const value of [null, 0, -0.5, "", "θ ← θ − α∇L ⟦안녕⟧", [], {}, [[]], { a: { b: [1, null, true, "x"] } }, numbers])
    equal(await unpack(await pack(value)), value);
}

export async function testItHoldsOnlyLettersThatAnAddressMay() {
  const seen = new Set();
  for (let k = 0; k < 60; k += 1) {
    const value = Array.from({ length: 30 + k }, (_, i) => Math.sin(i * k + 1));
    const text = await pack(value);
    ok(/^[A-Za-z0-9_-]+$/.test(text), text);
    equal(encodeURIComponent(text), text);
    equal(await unpack(text), value);
    [...text].forEach((letter) => seen.add(letter));
  }
  equal(seen.size, 64, "both letters that stand for + and / were among them");
}

export async function testRepetitionTakesLittleRoom() {
  ok((await pack(new Array(1000).fill({ at_step: 1, racer: "r1" }))).length < 200);
}

export async function testAMillionBytesAreUnpackedAndOneMoreIsNot() {
  // Two quotation marks belong to the text.
  const whole = "x".repeat(999_998);
  equal((await unpack(await pack(whole))).length, 999_998);
  const error = await fault(await pack(`${whole}x`));
  equal([error instanceof RangeError, error.message], [true, "too large"]);
}

export async function testABombIsRefusedLongBeforeItIsWhole() {
  for (const megabytes of [2, 40]) {
    const text = await pack("0".repeat(megabytes * 1_000_000));
    ok(text.length < 60_000);
    let error = null;
    const bytes = await inflated(async () => (error = await fault(text)));
    ok(error instanceof RangeError, `${megabytes} MB: ${error}`);
    ok(bytes > 1_000_000 && bytes < 1_500_000, `${megabytes} MB: ${bytes} bytes came out`);
  }
}

export async function testACutTextIsRefusedWhereverItIsCut() {
  const text = await pack({ problem: { kind: "surface" }, racers: [1, 2.5, "three"] });
  for (let length = 0; length < text.length; length += 1) ok((await fault(text.slice(0, length))) !== null, `${length} of ${text.length}`);
  ok((await fault(`${text}AAAA`)) !== null, "nor may anything follow");
}

export async function testWhatIsNoneOfOursIsRefused() {
  for (const text of ["%%%", "é", "AAAA", "====", "notpacked", "a.b", btoa(JSON.stringify({ a: 1 })).replace(/=+$/, "")])
    ok((await fault(text)) !== null, text);
  // Deflated as it should be, but no JSON.
  const stream = new Blob(["{nonsense"]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  ok((await fault(btoa(String.fromCharCode(...bytes)))) instanceof SyntaxError);
}

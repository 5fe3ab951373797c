/** Unpacked text beyond this is refused: a short address can be made to swell without end. */
const LARGEST_BYTES = 1_000_000;

async function through(/** @type {Uint8Array<ArrayBuffer>} */ bytes, /** @type {GenericTransformStream} */ transform) {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(/** @type {any} */ (transform))
    .getReader();
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > LARGEST_BYTES) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** A value as deflated JSON in the letters an address may hold (base64url). */
export async function pack(/** @type {unknown} */ value) {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream("deflate-raw"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The value again; throws where the text is none of ours. @returns {Promise<any>} */
export async function unpack(/** @type {string} */ text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = await through(
    Uint8Array.from(letters, (letter) => letter.charCodeAt(0)),
    new DecompressionStream("deflate-raw"),
  );
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** @type {"none" | "software" | "card" | undefined} */
let known;

/** How this browser draws in three dimensions: not at all, by the processor, or by a graphics card. */
export function graphics() {
  if (known) return known;
  const gl = document.createElement("canvas").getContext("webgl");
  const unmasked = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = gl && unmasked ? String(gl.getParameter(unmasked.UNMASKED_RENDERER_WEBGL)) : "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  known = !gl ? "none" : /swiftshader|llvmpipe|software|basic render/i.test(name) ? "software" : "card";
  return known;
}

/** Canvases that change every frame stay with the processor where the card is imitated by it: ten times faster. */
export const drawsByProcessor = () => graphics() !== "card";

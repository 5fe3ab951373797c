import { Refused } from "./sweep_request.js";

/**
 * What the server measures, line by line as it is measured; breaking off ends the work there too.
 * @param {string} path @param {object} query @param {AbortSignal} signal
 * @returns {AsyncGenerator<any, void>} throws `Refused`
 */
export async function* measured(path, query, signal) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(query),
    signal,
  });
  if (!answer.ok || answer.body === null) throw new Refused(await answer.json());
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const told = JSON.parse(line);
      if (told.refusal !== undefined) throw new Refused(told.refusal);
      yield told;
    }
  }
}

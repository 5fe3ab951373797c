/** The server would not answer; `fault` says why. */
export class Refused extends Error {
  constructor(/** @type {import("../run/faults.js").Fault} */ fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** The server cannot be reached, or what answered was not it, or it broke off. */
export class Unreachable extends Error {}

/**
 * What the server works out, line by line as it is known; breaking off ends the work there too.
 * @param {string} path @param {object} query @param {AbortSignal} signal
 * @returns {AsyncGenerator<any, void>} throws `Refused`, `Unreachable`
 */
export async function* measured(path, query, signal) {
  const reader = await opened(path, query, signal);
  let rest = "";
  for (;;) {
    const { done, value } = await heard(reader.read());
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

async function opened(/** @type {string} */ path, /** @type {object} */ query, /** @type {AbortSignal} */ signal) {
  const headers = { "content-type": "application/json" };
  const answer = await heard(fetch(path, { method: "POST", headers, body: JSON.stringify(query), signal }));
  if (!answer.ok || answer.body === null) throw new Refused(await heard(answer.json()));
  return answer.body.pipeThrough(new TextDecoderStream()).getReader();
}

/** What comes from the server; where nothing comes, or something else, it is not there. @template T @param {Promise<T>} coming */
async function heard(coming) {
  try {
    return await coming;
  } catch (error) {
    throw new Unreachable("no answer", { cause: error });
  }
}

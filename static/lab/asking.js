// One question at a time, always about where the visitor is now: what was passed on the way is not asked.

/**
 * @param {{answered: (told: import("./types.d.ts").Told, kind: string, state: import("./types.d.ts").LabState) => void,
 * refused: (fault: {code: string, path: string, params: Record<string, any>} | null, kind: string, state: import("./types.d.ts").LabState)
 * => void}} page
 */
export function createAsking({ answered, refused }) {
  /** @type {{kind: string, state: import("./types.d.ts").LabState} | null} */
  let next = null;
  let isAsking = false;

  async function work() {
    isAsking = true;
    while (next !== null) {
      const { kind, state } = next;
      next = null;
      const query = new URLSearchParams(Object.entries(state).map(([name, value]) => [name, String(value)]));
      try {
        const response = await fetch(`/api/lab/${kind}?${query}`);
        const body = await response.json();
        if (response.ok) answered(body, kind, state);
        else refused(body, kind, state);
      } catch {
        refused(null, kind, state);
      }
    }
    isAsking = false;
  }

  return {
    /** @param {string} kind @param {import("./types.d.ts").LabState} state */
    ask(kind, state) {
      next = { kind, state };
      if (!isAsking) work();
    },
    get isAsking() {
      return isAsking;
    },
  };
}

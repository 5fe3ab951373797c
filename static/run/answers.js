/** @typedef {import("./branch.js").Branch} Branch
 *  @typedef {import("./messages.d.ts").Error} Refusal */

/** The server closes after these, and the page comes back by itself: nothing to tell. */
const PASSING = ["idle", "shutting_down"];
/** Paths of errors that refuse a run or a change (rather than the connection). */
const ABOUT_THE_RUN = /^(start|change)?\.?(run|changes|set|at_step|racer|from_step)\b/;

/**
 * What becomes of the server's messages: rows go to the branch they are of, views to who asked, refusals to where they are mended or said.
 * @param {ReturnType<typeof import("./asking.js").createAsking>} asking
 * @param {{wanted: () => Branch | null, ready: () => void, grown: () => void, ended: () => void, onRefused: (error: Refusal) => void,
 *   fallBack: (wanted: Branch) => void}} session
 *   `wanted`: the branch that rows are wanted of; `fallBack`: it cannot be made
 */
export function createAnswers(asking, { wanted, ready, grown, ended, onRefused, fallBack }) {
  const { inspections } = asking;
  let fingerprint = "";

  function steps(/** @type {import("./messages.d.ts").Steps} */ message) {
    asking.answered();
    const branch = wanted();
    if (branch === null || message.branch !== branch.id) return;
    if (branch.tape.append(message)) branch.next = message.first_step + message.rows;
    if (message.checkpoint) branch.checkpoint = { step: /** @type {number} */ (message.checkpoint_step), bytes: message.checkpoint };
    grown();
  }

  function end(/** @type {import("./messages.d.ts").Ended} */ message) {
    asking.ended(message.branch);
    const branch = wanted();
    if (branch === null || message.branch !== branch.id) return;
    branch.tape.end(message.outcomes);
    ended();
  }

  /** What the page asks again in another way is not told. */
  function refused(/** @type {Refusal} */ error) {
    const branch = wanted();
    if (error.code === "before_root" && branch !== null) {
      // The page has what the server has not: all changes, and the roots between.
      if (error.branch !== asking.id) return;
      if (error.what) asking.recall(branch, Number(error.params.value));
      else asking.ask(branch);
      return;
    }
    if (inspections.refused(error)) return;
    if (error.code === "too_many_advances") asking.refusedLast();
    else if (error.code === "unknown_branch") {
      asking.ended(error.branch);
      // What was asked of a branch that could not be made is refused too: the refusal before it has been dealt with.
      if (branch !== null && error.branch === branch.id && (asking.isReady || error.path !== "branch")) asking.ask(branch);
    } else if (error.code === "bad_checkpoint" && error.path === "root" && branch !== null && branch.roots.length > 0) {
      branch.roots = branch.roots.slice(0, -1);
      asking.ask(branch);
    } else if (error.code === "bad_checkpoint" && branch !== null && branch.checkpoint !== null) {
      branch.checkpoint = null;
      asking.ask(branch);
    } else if (!PASSING.includes(error.code)) giveUp(error);
  }

  function giveUp(/** @type {Refusal} */ error) {
    onRefused(error);
    const branch = wanted();
    const isOurs = error.branch === branch?.id || (error.branch === null && ABOUT_THE_RUN.test(error.path));
    if (!asking.isReady && branch !== null && isOurs) fallBack(branch);
  }

  return {
    get fingerprint() {
      return fingerprint;
    },
    receive(/** @type {import("./messages.d.ts").ServerMessage} */ message) {
      if (message.type === "ready") {
        fingerprint = message.fingerprint;
        if (asking.ready(message)) ready();
      } else if (message.type === "steps") steps(message);
      else if (message.type === "ended") end(message);
      else if (message.type === "view") inspections.answer(message);
      else if (message.type === "error") refused(message);
      inspections.pump();
    },
  };
}

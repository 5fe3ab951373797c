import { checked, latest, Refused } from "../../static/run/latest.js";
import { equal, ok, settled } from "./expect.js";

/** Work that we end by hand, in order; its timers are ours too. */
function working() {
  const kept = { begun: [], ends: [], told: [], timers: [] };
  const { want } = latest(
    (wish) => {
      kept.begun.push(wish);
      return new Promise((done, fail) => kept.ends.push({ done, fail }));
    },
    { failed: () => kept.told.push("failed"), recovered: () => kept.told.push("recovered") },
    (action, ms) => kept.timers.push({ action, ms }),
  );
  const done = async () => {
    kept.ends.shift().done();
    await settled();
  };
  const fail = async (fault = new Error("away")) => {
    kept.ends.shift().fail(fault);
    await settled();
  };
  return { want: (key) => want(key, `wish ${key}`), kept, done, fail };
}

export async function testOnlyTheNewestWishIsDoneNext() {
  const { want, kept, done } = working();
  want("a");
  want("b");
  want("c");
  equal(kept.begun, ["wish a"]);
  await done();
  equal(kept.begun, ["wish a", "wish c"]);
  await done();
  equal([kept.begun.length, kept.told, kept.timers], [2, [], []]);
}

export async function testAWishOfTheSameKeyIsDoneAlready() {
  const { want, kept, done } = working();
  want("a");
  want("a");
  await done();
  want("a");
  equal(kept.begun, ["wish a"]);
  want("b");
  await done();
  want("a");
  equal(kept.begun, ["wish a", "wish b", "wish a"]);
}

export async function testWhileTheServerIsAwayTheWishIsTriedEverMoreSeldom() {
  const { want, kept, done, fail } = working();
  want("a");
  for (let k = 0; k < 5; k += 1) {
    await fail();
    equal(kept.begun.length, k + 1, "it waits for its timer");
    kept.timers[k].action();
  }
  equal(
    kept.timers.map(({ ms }) => ms),
    [1000, 2000, 4000, 8000, 8000],
  );
  equal(new Set(kept.begun), new Set(["wish a"]));
  equal(kept.told, ["failed"]);
  await done();
  equal(kept.told, ["failed", "recovered"]);
  want("b");
  await fail();
  equal([kept.timers.at(-1).ms, kept.told.at(-1)], [1000, "failed"], "after a success the waits begin again");
}

export async function testANewerWishIsNotKeptWaitingByAFailedOne() {
  const { want, kept, fail } = working();
  want("a");
  want("b");
  await fail();
  equal([kept.begun, kept.timers], [["wish a", "wish b"], []]);
}

export async function testANewerWishThanTheOneThatWaitsTakesItsPlace() {
  const { want, kept, fail, done } = working();
  want("a");
  await fail();
  want("b");
  equal(kept.begun, ["wish a", "wish b"], "it is tried at once");
  kept.timers[0].action();
  await done();
  equal(kept.begun, ["wish a", "wish b"], "the old one is not tried again");
}

export async function testWhatIsRefusedIsNotTriedAgainUntilItIsWished() {
  const { want, kept, fail, done } = working();
  want("a");
  await fail(new Refused("422"));
  equal([kept.begun.length, kept.timers.length, kept.told], [1, 0, ["failed"]]);
  want("a");
  equal(kept.begun, ["wish a", "wish a"]);
  await done();
  equal(kept.told, ["failed", "recovered"]);
}

export function testAnAnswerIsOneARefusalOrAFailure() {
  const good = { ok: true, status: 200 };
  equal(checked(good) === good, true);
  for (const [status, isRefused] of [
    [400, true],
    [422, true],
    [428, true],
    [429, false],
    [499, true],
    [500, false],
    [503, false],
  ]) {
    let thrown = null;
    try {
      checked({ ok: false, status });
    } catch (fault) {
      thrown = fault;
    }
    ok(thrown instanceof Error, `${status} is an error`);
    equal([thrown instanceof Refused, thrown.message], [isRefused, String(status)]);
  }
}

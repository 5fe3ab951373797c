import { createPlayer } from "../../static/run/player.js";
import { equal, near } from "./expect.js";

/** A player of a tape of so many rows, eight steps a second. */
function played(rows, { state = {}, isEnded = false, isStill = false } = {}) {
  const at = { state: { playing: true, loop: false, speed: 1, ...state }, tape: { length: rows, ended: isEnded }, stops: 0, isStill };
  const player = createPlayer({
    tape: () => at.tape,
    state: () => at.state,
    pace: () => 8,
    still: () => at.isStill,
    stop: () => {
      at.stops += 1;
      at.state.playing = false;
    },
  });
  return { player, at };
}

export function testTimeGoesAtThePaceTimesTheSpeed() {
  for (const [speed, time] of [
    [0.25, 1],
    [1, 4],
    [4, 16],
  ]) {
    const { player } = played(100, { state: { speed } });
    player.advance(500);
    equal(player.time, time, `speed ${speed}`);
    equal(player.rate, 8 * speed);
  }
}

export function testAsFastAsItGoesIsFasterWhereMoreIsWaiting() {
  for (const [rows, time] of [
    [101, 48],
    [241, 48],
    [481, 96],
    [1001, 200],
  ]) {
    const { player } = played(rows, { state: { speed: "max" } });
    player.advance(100);
    near(player.time, time, `${rows} rows`);
    equal(player.rate, 480);
  }
}

export function testASingleFrameNeverPassesTheLastRow() {
  const { player, at } = played(11);
  player.advance(10_000);
  equal([player.time, player.step, player.editStep, at.stops], [10, 10, 10, 0]);
  at.tape.length = 21;
  player.advance(125);
  equal([player.time, at.stops], [11, 0], "it goes on as soon as there is more");
}

export function testAtTheEndOfTheRunItStopsOnce() {
  const { player, at } = played(3, { isEnded: true });
  player.advance(200);
  equal([player.time, at.stops], [1.6, 0]);
  player.advance(200);
  equal([player.time, at.stops, at.state.playing], [2, 1, false]);
  player.advance(200);
  equal([player.time, at.stops], [2, 1]);
}

export function testALoopBeginsAgainAndARunOfOneRowDoesNot() {
  const { player, at } = played(3, { isEnded: true, state: { loop: true } });
  player.advance(300);
  equal([player.time, at.stops], [0, 0]);
  const { player: short, at: one } = played(1, { isEnded: true, state: { loop: true } });
  short.advance(10);
  equal([short.time, one.stops], [0, 1]);
}

export function testALoopWaitsWhereTheRunHasNotEnded() {
  const { player, at } = played(3, { state: { loop: true } });
  player.advance(1000);
  equal([player.time, at.stops], [2, 0]);
}

export function testTheStepOfNumbersIsBehindAndTheStepOfAnEditAhead() {
  const { player } = played(100);
  for (const [time, step, editStep] of [
    [0, 0, 0],
    [3, 3, 3],
    [3.25, 3, 4],
    [98.5, 98, 99],
  ]) {
    player.seek(time);
    equal([player.time, player.step, player.editStep], [time, step, editStep]);
  }
}

export function testSeekingStaysInsideTheTape() {
  const { player, at } = played(10);
  for (const [to, time] of [
    [-3, 0],
    [4, 4],
    [9, 9],
    [10, 9],
    [Infinity, 9],
  ]) {
    player.seek(to);
    equal(player.time, time, `sought ${to}`);
  }
  at.tape = { length: 4, ended: false };
  equal([player.time, player.step, player.editStep], [3, 3, 3], "a branch cut earlier has fewer rows");
  at.tape = null;
  player.advance(1000);
  equal([player.time, player.step], [0, 0]);
}

export function testAPauseSettlesBackOnTheStepBehind() {
  const { player, at } = played(100);
  player.seek(3.75);
  at.state.playing = false;
  player.advance(75);
  equal(player.time, 3.25);
  player.advance(75);
  equal(player.time, 3);
  player.advance(75);
  equal(player.time, 3);
}

export function testWithReducedMotionItJumpsTwiceASecond() {
  for (const [speed, steps] of [
    [0.25, 1],
    [1, 1],
    [4, 4],
    ["max", 60],
  ]) {
    const { player } = played(1000, { state: { speed }, isStill: true });
    player.seek(2.5);
    player.advance(499);
    equal(player.time, 2.5, `speed ${speed}`);
    player.advance(1);
    equal(player.time, 2 + steps, `speed ${speed}`);
    player.advance(499);
    equal(player.time, 2 + steps, "the wait begins again");
  }
}

export function testSeekingBeginsTheWaitOfAJumpAgain() {
  const { player } = played(100, { isStill: true });
  player.advance(400);
  player.seek(10);
  player.advance(400);
  equal(player.time, 10);
  player.advance(100);
  equal(player.time, 11);
}

export function testEvenTheShortestRunIsLooped() {
  const { player, at } = played(2, { isEnded: true, state: { loop: true } });
  player.advance(200);
  equal([player.time, at.stops], [0, 0]);
  const alone = played(1, { isEnded: true, state: { loop: true } });
  alone.player.advance(200);
  equal([alone.player.time, alone.at.stops], [0, 1], "one row goes nowhere");
}

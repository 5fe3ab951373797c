// Walking through the stages: they light up in turn, then the next step begins.

import { STAGES } from "./inspector_stages.js";

const STAGE_MS = 1600;

/**
 * @param {{ stage: () => number, show: (stage: number) => void, nextStep: () => boolean, changed: () => void }} page
 *   `nextStep` says whether there was one
 * @param {(callback: () => void, ms: number) => number} wait
 */
export function createWalk({ stage, show, nextStep, changed }, wait = setTimeout) {
  let turn = 0;
  let isWalking = false;

  function schedule() {
    const mine = ++turn;
    wait(() => {
      if (mine !== turn || !isWalking) return;
      if (stage() < STAGES.length) show(stage() + 1);
      else if (nextStep()) show(1);
      else return walk.stop();
      schedule();
    }, STAGE_MS);
  }

  const walk = {
    get isWalking() {
      return isWalking;
    },
    start() {
      isWalking = true;
      show(1);
      changed();
      schedule();
    },
    stop() {
      if (!isWalking) return;
      isWalking = false;
      turn += 1;
      changed();
    },
  };
  return walk;
}

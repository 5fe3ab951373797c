// The laboratory of losses: every exhibit in states at and beyond its edges.

import { drawn } from "./drawn.js";

const to = (patch) => (use) => use.own().move(patch, true);
const exhibit = (kind, states) =>
  drawn(`losses_${kind}`, {
    page: "losses",
    hash: `#exhibit=${kind}`,
    states: { "as it opens": ({ settled }) => settled(1000), ...states },
  });

export async function testPredictionAndProbability() {
  await exhibit("prediction", {
    "another loss": to({ loss: "huber", delta: 0.5 }),
    "far off": to({ prediction: -3, target: 3 }),
    none: to({ prediction: 0.5, target: 0.5, loss: "log_cosh" }),
    "by keys": ({ key }) => key("ArrowRight", ".thumb"),
  });
  await exhibit("probability", {
    "of the other class": to({ y: 0, p: 0.7 }),
    "at the end": to({ p: 0 }),
    "at the other end": to({ p: 1, delta: 0.001 }),
    dragged: ({ drag }) => drag(".thumb", [100, 100], [160, 100]),
  });
}

export async function testSoftmaxAndLikelihood() {
  await exhibit("softmax", {
    "another class": to({ label: 0 }),
    four: to({ logits: [3, -2, 0.5, 0], label: 3 }),
    "far apart": to({ logits: [10, -10], label: 1 }),
  });
  await exhibit("likelihood", {
    "a certain mistake": to({ predictions: [1, 0.5], labels: [0, 1] }),
    copies: to({ predictions: [0.9, 0.2, 0.5], labels: [1, 0, 1], copies: 300 }),
    "so many that nothing is left": to({ copies: 1000 }),
  });
}

export async function testDistributionsLogitAndMargin() {
  await exhibit("distributions", { "the same": to({ q: [0.2, 0.8], p: [0.2, 0.8] }), impossible: to({ q: [0, 1], p: [1, 0] }) });
  await exhibit("logit", { "of the other class": to({ z: 6, y: 0 }), undecided: to({ z: 0, y: 1 }) });
  await exhibit("margin", {
    near: to({ score: 0.5 }),
    safe: to({ score: 2.5 }),
    "of the other side": to({ side: 0, score: 0.5 }),
    dark: ({ state }) => state({ theme: "dark" }),
  });
}

export async function testFromOneExhibitToAnother() {
  await drawn("losses_visit", {
    page: "losses",
    hash: "#exhibit=softmax&label=9",
    width: 390,
    states: {
      "an address with a fault": ({ settled }) => settled(1000),
      another: ({ click }) => click(".exhibit-link", 5),
      moved: ({ key }) => key("ArrowLeft", "[data-kind=logit] .thumb"),
      "and back": ({ click }) => click(".exhibit-link", 2),
      "a third": ({ click }) => click(".exhibit-link", 3),
    },
  });
}

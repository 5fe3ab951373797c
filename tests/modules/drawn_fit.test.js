// The page of fits from state to state: data, model, batches, and what is measured with made-up numbers.

import { drawn, everyButton, has, named, pauseAt, seeks } from "./drawn.js";

export async function testAFitFromStepToStep() {
  await drawn("fit_steps", {
    page: "fit",
    states: {
      "as it opens": pauseAt(0),
      "step 7": seeks(7),
      "between two steps": seeks(7.5),
      "without residuals": has({ residuals: false }),
      dark: has({ theme: "dark", residuals: true, palette: "cividis" }),
      "another loss beside": ({ write }) => write("#contour .menu", "mean_absolute_error"),
      "two racers": async ({ key }) => key("d"),
      epochs: has({ across: "epoch", curve: "batch_loss" }),
      examples: has({ across: "examples", curveScale: "linear" }),
      swapped: has({ swapped: true, theme: "light" }),
    },
  });
}

export async function testPointsOfDataAreMovedAddedAndTakenAway() {
  await drawn("fit_points", {
    page: "fit",
    isKnown: true,
    states: {
      "step 4": pauseAt(4),
      "pointed at": ({ point }) => point("#data .picture", 150, 100),
      "chosen by keys": ({ key }) => key("PageDown", "#data .picture"),
      "moved by keys": async ({ key, settled }) => {
        await key("ArrowUp", "#data .picture");
        await settled(1000);
      },
      added: async ({ click, drag }) => {
        await click("#data .pair button", 1);
        await drag("#data .picture", [100, 60]);
      },
      "taken away": async ({ click, key }) => {
        await click("#data .pair button", 2);
        await key("PageDown", "#data .picture");
        await key("Delete", "#data .picture");
      },
      later: seeks(9),
    },
  });
}

export async function testClassesTheirBoundaryAndThreshold() {
  await drawn("fit_classes", {
    page: "fit",
    hash: named("fit_classes"),
    states: {
      "as it opens": pauseAt(0),
      "step 20": seeks(20),
      accuracy: ({ click }) => click(".hud-of button", 1),
      "another threshold": ({ write }) => write(".threshold", "0.8"),
      "as a curve": has({ of: "loss", height: "log" }),
    },
  });
  await drawn("fit_weights", {
    page: "fit",
    hash: named("fit_two_weights"),
    states: {
      "as it opens": pauseAt(0),
      "step 20": seeks(20),
      threshold: has({ of: "accuracy", threshold: 0.3 }),
      dark: has({ theme: "dark" }),
    },
  });
}

export async function testBatchesAndTheirCloud() {
  await drawn("fit_batches", {
    page: "fit",
    hash: named("fit_batches"),
    states: {
      "as it opens": pauseAt(0),
      "step 5": seeks(5),
      "its surface": ({ click }) => click(".batch-chips button", 0),
      "with replacement": ({ click }) => click(".batch-chips button", 2),
      "of another size": ({ write }) => write("#batch .slider", "3"),
      "the third": ({ key }) => key("3"),
      "the cloud": has({ dialog: "cloud" }),
      closed: has({ dialog: "" }),
      "no batches": ({ write }) => write("#batch .slider", "6"),
    },
  });
}

export async function testLossesOfTheirOwnAndPenalties() {
  await drawn("fit_losses", {
    page: "fit",
    hash: named("fit_three_losses"),
    states: {
      "as it opens": pauseAt(0),
      "step 12": seeks(12),
      "the second": ({ key }) => key("2"),
      data: ({ click }) => click("#surface-and-preset .pick", 0),
      standardised: ({ click }) => click(".sheet .toggle", 0),
      models: ({ click }) => click("#surface-and-preset .pick", 1),
      losses: ({ click }) => click("#surface-and-preset .pick", 2),
      "another loss": ({ click }) => click(".sheet .choice", 2),
    },
  });
  await drawn("fit_penalty", { page: "fit", hash: named("fit_penalty"), states: { "as it opens": pauseAt(0), "step 12": seeks(12) } });
}

export async function testATableOfOnesOwn() {
  await drawn("fit_table", {
    page: "fit",
    isKnown: true,
    states: {
      "step 0": pauseAt(0),
      "the dialog": has({ dialog: "table" }),
      "a table": async ({ write }) => write(".table-text", "height,weight,kind\n1.5,52,a\n1.7,70.5,b\n1.8,81,a\n1.6,60,b\n1.9,,a\n"),
      used: ({ click }) => click(".own-table .primary"),
      "a step on": ({ key }) => key("ArrowRight"),
    },
  });
}

const BATCHINGS = ["full", "mini_batch", "stochastic"];
/** As the server would measure them: three sizes, the middle one of one's own. */
const COST = [10, 40, 1000].flatMap((examples, k) =>
  BATCHINGS.map((batching, j) => ({
    ...{ batching, examples, is_own: k === 1, batch_size: [examples, 16, 1][j], iterations: [1, Math.ceil(examples / 16), examples][j] },
    ...{ update_s: [1e-7, 1.6e-6, 2e-6][j] * examples ** 0.5, epoch_s: 1e-5 * examples * (j + 1), update_bytes: 80 * [examples, 16, 1][j] },
    ...{ reach_updates: k === 1 ? [80, 100, 300][j] : null, reach_s: k === 1 ? [8e-4, 2e-3, 9e-3][j] : null },
    measured: k < 2 ? ["update_s", "epoch_s", "update_bytes"] : ["update_s", "update_bytes"],
  })),
);
const METHODS = ["grid", "random", "formula", "descent"];
const searched = (method, stage, parameters, rest) => ({
  ...{ method, stage, parameters, examples: 40, target: stage === "going" || rest.isGrown ? null : 0.25, lowest: 0.31 },
  ...{
    losses: method === "formula" ? 0 : 100 * parameters,
    gradients: method === "descent" ? 33 : 0,
    systems: method === "formula" ? 1 : 0,
  },
  ...{ log10_seconds: METHODS.indexOf(method) - 4, log10_evaluations: method === "formula" ? null : 2 * parameters, ...rest },
});
const SEARCH = METHODS.flatMap((method) => [
  searched(method, "going", 2, {}),
  searched(method, method === "random" ? "extrapolated" : "measured", 2, {}),
]);
const GROWTH = [1, 2, 10, 100].flatMap((parameters) =>
  METHODS.map((method) =>
    searched(method, parameters > 2 ? "extrapolated" : "measured", parameters, { log10_seconds: parameters / 10 - 5, isGrown: true }),
  ),
);

export async function testWhatIsMeasured() {
  await drawn("fit_measured", {
    page: "fit",
    isKnown: true,
    answers: { "/api/cost": COST, "/api/search": SEARCH, "/api/search/growth": GROWTH },
    states: {
      "step 3": pauseAt(3),
      cost: has({ dialog: "cost" }),
      "of an epoch": ({ click }) => click(".measured-top button", 1),
      "the next size": ({ key }) => key("ArrowRight", ".log-plot .sweep-plot"),
      "of memory": ({ click }) => click(".measured-top button", 2),
      search: has({ dialog: "search" }),
      "its evaluations": ({ click }) => click(".search-growth .measured-top button", 1),
      closed: has({ dialog: "" }),
    },
  });
}

export async function testEveryButtonOnce() {
  await drawn("fit_buttons", {
    page: "fit",
    isKnown: true,
    isMarkup: true,
    answers: { "/api/cost": COST, "/api/search": SEARCH, "/api/search/growth": GROWTH },
    states: everyButton,
  });
}

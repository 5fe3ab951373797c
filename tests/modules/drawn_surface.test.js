// The page of surfaces from state to state: every picture as it is drawn, every panel as it is marked up.

import { drawn, everyButton, has, named, pauseAt, seeks } from "./drawn.js";

const pause = ({ state }) => state({ playing: false });

export async function testThePageOpensWithOneBallAndThenInvitesToARace() {
  await drawn("surface_opening", {
    page: "surface",
    isKnown: true,
    states: {
      "as it opens": pause,
      "step 40": seeks(40),
      "at its end": ({ key }) => key("End"),
      "the race": ({ click }) => click("#outcome .primary"),
    },
  });
}

export async function testARunOnASurfaceFromStepToStep() {
  await drawn("surface_steps", {
    page: "surface",
    hash: named("three_valleys"),
    states: {
      "as it opens": pause,
      "one step on": ({ key }) => key("ArrowRight"),
      "between two steps": ({ own, seek }) => seek(own().player.step + 1.4),
      "step 30": seeks(30),
      "step 12 pointed at": has({ hover: 12 }),
      "in the chart": ({ point }) => point(".chart", 140, 90),
      "another racer": ({ key }) => key("4"),
      dark: has({ theme: "dark", hover: null }),
      "linear heights": has({ height: "linear" }),
      "other colours": has({ palette: "cividis", theme: "light" }),
      "all arrows": has({ arrows: { gradient: true, velocity: true, accumulated: true, change: true } }),
      "no arrows": has({ arrows: { gradient: false, velocity: false, accumulated: false, change: false } }),
      "the other curve": has({ curve: "gradient_norm", curveScale: "linear" }),
      "learning rates": has({ curve: "learning_rate", curveScale: "log" }),
      swapped: ({ key }) => key("x"),
      "nobody selected": has({ selected: "" }),
      "the last step": ({ key }) => key("End"),
    },
  });
}

export async function testTheFiveStagesOfAStep() {
  await drawn("surface_stages", {
    page: "surface",
    hash: named("three_valleys"),
    isKnown: true,
    states: {
      "stage 4": pauseAt(9),
      "stage 5": ({ key }) => key("]"),
      "stage 1": has({ stage: 1 }),
      "stage 2": has({ stage: 2 }),
      "stage 3": has({ stage: 3 }),
      "of Adam": ({ key }) => key("4"),
      "its change": has({ stage: 4 }),
      "walked through": ({ click }) => click(".walk-play"),
      "ready to be copied": ({ click }) => click(".inspector-copy button"),
      copied: ({ click }) => click(".inspector-copies button", 0),
      "a second later": ({ settled }) => settled(5000),
      "with every digit": ({ click }) => click(".inspector-copies button", 1),
      "its code": ({ click }) => click(".inspector-head > button"),
      "its code copied": ({ click }) => click(".code-block button", 1),
    },
  });
}

export async function testPlayingGoesOnByItself() {
  await drawn("surface_played", {
    page: "surface",
    hash: named("three_valleys"),
    isKnown: true,
    states: {
      "as it opens": () => {},
      "a second later": ({ settled }) => settled(90),
      faster: async ({ click, settled }) => {
        await click(".speeds .switch button", 2);
        await settled(90);
      },
      looped: ({ click }) => click(".loop"),
      paused: ({ click }) => click(".play"),
      "from the beginning": ({ key }) => key("Home"),
      "to a step": ({ write }) => write(".timeline-slider", "17"),
      restarted: ({ key }) => key("r"),
    },
  });
}

export async function testRacersAreChanged() {
  await drawn("surface_racers", {
    page: "surface",
    hash: named("three_valleys"),
    isKnown: true,
    states: {
      "step 10": pauseAt(10),
      "a higher rate": ({ click }) => click(".rate-step", 1),
      "a rate in numbers": ({ write }) => write(".rate-number", "0.02"),
      "no number": ({ write }) => write(".rate-number", "much"),
      "on the slider": ({ write }) => write("#rate input[type=range]", "700"),
      "a racer's menu": ({ click }) => click(".card-more", 1),
      "another racer": ({ key }) => key("d"),
      seven: async ({ key }) => {
        for (let k = 0; k < 2; k += 1) await key("d");
      },
      eight: ({ key }) => key("d"),
      "ready to add": ({ click }) => click("#racers .heading button"),
      "one less": ({ key }) => key("Delete"),
      "only one": async ({ key }) => {
        for (let k = 0; k < 6; k += 1) await key("Delete");
      },
      none: ({ key }) => key("Delete"),
    },
  });
}

export async function testSettingsAreOpenedAndChanged() {
  await drawn("surface_settings", {
    page: "surface",
    hash: named("three_valleys"),
    isKnown: true,
    states: {
      "step 5": pauseAt(5),
      optimizers: ({ click }) => click("#details .row", 0),
      Adam: ({ click }) => click(".choice[data-kind=adam]"),
      hyperparameters: ({ click }) => click("#details .row", 1),
      "one of them": ({ write }) => write(".sheet .number, .open-form .number", "0.5"),
      schedules: ({ click }) => click("#details .row", 2),
      cosine: ({ click }) => click(".choice[data-kind=cosine]"),
      start: ({ click }) => click("#details .row", 3),
      drawn: ({ click }) => click(".sheet .form-buttons button", 0),
      rules: ({ click }) => click("#details .row", 4),
      surfaces: ({ click }) => click("#surface-and-preset .pick", 0),
      another: ({ click }) => click(".tile", 0),
      "its numbers": ({ click }) => click("#surface-and-preset .pick", 0),
      "one of its numbers": ({ write }) => write(".surface-form .number", "30"),
      examples: ({ click }) => click("#surface-and-preset .pick", 1),
    },
  });
}

export async function testBallsThatLeaveAndDiverge() {
  await drawn("surface_left", {
    page: "surface",
    hash: named("over_the_cliff"),
    states: {
      "as it opens": pause,
      left: seeks(8),
      "where it was": ({ key }) => key("2"),
      further: seeks(40),
      "much too high": async ({ write, seek }) => {
        await write(".rate-number", "5");
        seek(80);
      },
      diverged: ({ key }) => key("End"),
      dark: has({ theme: "dark" }),
    },
  });
  await drawn("surface_many", {
    page: "surface",
    hash: named("random_starts"),
    states: { eight: pause, "step 25": seeks(25), swapped: has({ swapped: true }) },
  });
}

export async function testACurveWithItsTangentAndSecant() {
  await drawn("surface_curve", {
    page: "surface",
    hash: named("secant"),
    states: {
      "as it opens": pause,
      "step 3": seeks(3),
      "without a secant": ({ click }) => click(".curve-secant"),
      "with one": ({ click }) => click(".curve-secant"),
      moved: ({ write }) => write("#big .unseen[type=range]", "1.5"),
      dragged: ({ drag }) => drag("#big .picture", [475, 311.5], [480, 311], [500, 311]),
      "two balls": async ({ key }) => key("d"),
      dark: has({ theme: "dark", palette: "cividis" }),
    },
  });
}

export async function testPicturesAreGrasped() {
  await drawn("surface_grasped", {
    page: "surface",
    hash: named("three_valleys"),
    isKnown: true,
    states: {
      "step 6": pauseAt(6),
      "pointed at": ({ point }) => point("#contour .picture", 150, 110),
      "a start": ({ drag }) => drag("#contour .picture", [200, 60]),
      "a ball": async (use) => {
        const [x, y] = use.own().scene.ballPixel(use.own().store.state.selected);
        await use.drag("#scene .picture", [x, y], [x + 12, y], [x + 40, y + 20]);
      },
      "carried by keys": ({ key }) => key("ArrowRight", "#contour .picture", { shiftKey: true }),
      "the chart": async ({ drag }) => drag(".chart", [180, 90]),
      ghosts: seeks(20),
      dark: has({ theme: "dark" }),
    },
  });
}

export async function testTheSurfaceInThreeDimensions() {
  await drawn("surface_solid", {
    page: "surface",
    hash: named("three_valleys"),
    isSolid: true,
    states: {
      "the first steps": ({ state }) => state({ playing: false }),
      "step 9": seeks(9),
      "between two steps": seeks(9.5),
      "turned by keys": ({ key }) => key("ArrowLeft", "#scene .picture"),
      nearer: ({ key }) => key("+", "#scene .picture"),
      "turned by the mouse": ({ drag }) => drag("#scene .picture", [10, 20], [40, 30], [60, 60]),
      "finely again": ({ settled }) => settled(1000),
      "as at first": ({ key }) => key("0", "#scene .picture"),
      "pointed at": ({ point }) => point("#scene .picture", 330, 260),
      "a start": ({ drag }) => drag("#scene .picture", [330, 300]),
      dark: has({ theme: "dark", palette: "cividis", height: "linear" }),
      "another camera": has({ camera: { azimuth: 0.4, elevation: 0.3, distance: 1.4 } }),
      swapped: has({ swapped: true }),
    },
  });
  await drawn("surface_solid_steep", {
    page: "surface",
    isSolid: true,
    hash: named("ravine"),
    states: { "as it opens": pause, "step 12": seeks(12) },
  });
}

/** How a racer ends, and what can be done about it. */
export async function testWhatIsSaidOfTheEnd() {
  await drawn("surface_outcome", {
    page: "surface",
    hash: named("too_high"),
    isKnown: true,
    states: {
      "as it opens": pause,
      diverged: ({ key }) => key("End"),
      "the last step before": ({ click }) => click("#outcome button:not(.primary):not(.icon)"),
      "at the end again": ({ key }) => key("End"),
      "a lower rate": ({ click }) => click("#outcome .primary"),
      "its end": ({ key }) => key("End"),
    },
  });
  for (const [name, preset] of [
    ["surface_outcome_saddle", "at_the_saddle"],
    ["surface_outcome_flat", "across_the_plateau"],
    ["surface_outcome_right", "just_right"],
  ])
    await drawn(name, {
      page: "surface",
      hash: named(preset),
      isKnown: true,
      isMarkup: true,
      states: { "as it opens": pause, "the end": ({ key }) => key("End"), "put away": ({ all }) => all(".outcome-away")[0]?.click() },
    });
}

export async function testDialogsOfASurface() {
  await drawn("surface_dialogs", {
    page: "surface",
    hash: named("three_valleys"),
    isKnown: true,
    states: {
      "step 5": pauseAt(5),
      keys: ({ key }) => key("?"),
      family: has({ dialog: "family" }),
      "one of the family": ({ click }) => click(".family-node", 3),
      another: ({ key }) => key("ArrowDown", ".family-node[aria-expanded=true]"),
      closed: has({ dialog: "" }),
      "a sweep": has({ dialog: "sweep" }),
      "a rate of it": ({ key }) => key("ArrowRight", ".sweep-plot"),
      "pointed at": ({ point }) => point(".sweep-plot", 300, 100),
      "of all": has({ dialog: "sweep_all" }),
      "no more": has({ dialog: "" }),
    },
  });
}

const SAVED = {
  descent_playground: 1,
  run: {
    problem: { kind: "surface", surface: { kind: "booth" } },
    racers: [{ id: "own", optimizer: { kind: "momentum", learning_rate: 0.01 } }],
    step_limit: 50,
    colour: "red",
  },
  selected: "own",
  step: 7,
};

export async function testAnAddressWithFaultsASavedRunAndALostConnection() {
  const opening = async ({ all, click, open }, text) => {
    if (all(".sheet input[type=file]").length === 0) await click("#surface-and-preset .pick", 1);
    await open(".sheet input[type=file]", "run.json", text);
  };
  await drawn("surface_address", {
    page: "surface",
    hash: "#surface=rosenbrock&racers=gradient_descent/lr:0.001;adam/lr:0.1&step=4&selected=r2&height=cubic&speed=4",
    width: 390,
    states: {
      "as it opens": pause,
      "its link": ({ click }) => click(".link-button"),
      colours: ({ click }) => click(".theme-button"),
      "a saved run": (use) => opening(use, JSON.stringify(SAVED)),
      "no run": (use) => opening(use, "[]"),
      "a change": ({ click }) => click(".rate-step", 0),
      "the connection lost": ({ lose }) => lose(),
      "for long": async ({ lose, settled }) => {
        for (let k = 0; k < 3; k += 1) {
          await settled(2500);
          lose();
        }
        await settled(11000);
      },
      "and back": async ({ settled }) => settled(40000),
    },
  });
}

export async function testEveryButtonOnce() {
  await drawn("surface_buttons", { page: "surface", hash: named("three_valleys"), isKnown: true, isMarkup: true, states: everyButton });
}

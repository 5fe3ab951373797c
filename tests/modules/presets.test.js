import { createPresets } from "../../static/panels/presets.js";
import { isAlike } from "../../static/run/alike.js";
import { equal } from "./expect.js";
import { hosted, noticing } from "./pages.js";

export async function testAnExamplesSentenceGoesWhenTheRunIsNoLongerThatExample() {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const preset = catalogue.presets.find(({ run }) => run.problem.kind === "surface");
  const idea = catalogue.surfaces[preset.run.problem.surface.kind].idea;
  document.getElementById("dialogs")?.remove();
  const dialogs = document.createElement("div");
  dialogs.id = "dialogs";
  document.body.append(dialogs);
  const { page, store } = noticing({ run: structuredClone(preset.run), preset: preset.kind }, { catalogue });
  const host = hosted(400),
    view = createPresets(host, page);
  const shown = (patch = {}) => {
    store.set(patch);
    view.draw({ state: store.state });
    return host.querySelector(".sentence").textContent;
  };
  equal(shown(), preset.sentence);
  const changes = [{ at_step: 3, racer: preset.run.racers[0].id, set: { noise: 1 } }];
  equal(shown({ changes }), idea, "a change makes it another run");
  equal(shown({ changes: [] }), preset.sentence, "taken back, it is the example again");
  equal(shown({ run: { ...preset.run, seed: preset.run.seed + 1 } }), idea);
  const { problem, ...rest } = preset.run;
  equal(shown({ run: { ...rest, problem } }), preset.sentence, "the order of fields says nothing");
  equal(shown({ preset: "" }), idea);
}

export function testPiecesOfAConfigurationAreAlikeWhateverTheirOrder() {
  equal(isAlike({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }), true);
  for (const [one, other] of [
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [
      { a: 1, b: 1 },
      { a: 1, c: 1 },
    ],
    [{ a: null }, { a: {} }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [1, "1"],
  ])
    equal(isAlike(one, other), false, JSON.stringify([one, other]));
}

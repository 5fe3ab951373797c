import { choiceGroups, entriesOf, firstThose, grouped } from "../../static/panels/choices.js";
import { halves } from "../../static/panels/halves.js";
import { t } from "../../static/text.js";
import { equal, ok } from "./expect.js";
import { hosted } from "./pages.js";

const MEMBERS = [
  { kind: "a", group: "First", title: "A", idea: "an a", more: 1 },
  { kind: "b", group: "Second", title: "B", idea: "a b" },
  { kind: "c", group: "First", title: "C", idea: "a c" },
];

export function testEntriesStandUnderTheirHeadingsInTheirOrder() {
  equal(
    grouped(MEMBERS).map(([group, entries]) => [group, entries.map(({ kind }) => kind)]),
    [
      ["First", ["a", "c"]],
      ["Second", ["b"]],
    ],
  );
  equal(
    firstThose(MEMBERS, ({ group }) => group === "Second").map(({ kind }) => kind),
    ["b", "a", "c"],
  );
  equal(entriesOf(MEMBERS)[0], { kind: "a", group: "First", title: "A", note: "an a" });
}

export function testAGroupIsAListWithItsHeadingForAName() {
  const host = hosted(300),
    chosen = [];
  host.append(...choiceGroups(entriesOf(MEMBERS), "c", (kind) => chosen.push(kind)));
  equal(
    [...host.children].map((node) => node.getAttribute("aria-label") ?? node.textContent),
    ["First", "First", "Second", "Second"],
  );
  equal(
    [...host.querySelectorAll("[aria-checked=true]")].map(({ dataset }) => dataset.kind),
    ["c"],
  );
  for (const button of host.querySelectorAll(".choice")) button.click();
  equal(chosen, ["a", "c", "b"]);
}

export function testFieldsStandBesideTheChoicesAndAreAButtonAwayWhereTheyStandBelow() {
  const host = hosted(300);
  const input = document.createElement("input");
  const node = halves([document.createElement("p")], { title: "Spiral", fields: [input], kind: "special" });
  host.append(node);
  equal(
    [...node.children].map(({ className }) => className),
    ["half-choices", "form special"],
    "what is chosen from first",
  );
  equal(node.querySelector("h3").textContent, "Spiral");
  const there = node.querySelector(".to-form");
  equal(there.textContent, t("choices.settings", { name: "Spiral" }));
  there.click();
  ok(document.activeElement === input);
}

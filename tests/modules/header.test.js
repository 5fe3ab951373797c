import { createHeader } from "../../static/panels/header.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, noticing } from "./pages.js";

const PAGES = [
  { name: "surface", path: "", title: "Surfaces" },
  { name: "fit", path: "/fit", title: "Fits" },
];

function headed(rest = {}) {
  const { store, told, page } = noticing();
  const host = hosted();
  const header = createHeader(host, { store, share: async () => "copied", perform: page.perform, pages: PAGES, name: "fit", ...rest });
  return { host, header, store, told, find: (selector) => host.querySelector(selector) };
}

export function testTheThemeGoesRound() {
  const { store, find } = headed();
  const button = find(".theme-button");
  const names = [];
  const seen = [store.state.theme, document.documentElement.dataset.theme];
  ok(["light", "dark"].includes(seen[1]));
  for (let k = 0; k < 3; k += 1) {
    button.click();
    names.push(button.getAttribute("aria-label"));
    seen.push(store.state.theme);
    if (store.state.theme !== "system") equal(document.documentElement.dataset.theme, store.state.theme);
  }
  equal(
    seen.filter((_, k) => k !== 1),
    ["system", "light", "dark", "system"],
  );
  equal(new Set(names).size, 3);
}

export function testThePageOneIsOnIsMarked() {
  const { host } = headed();
  equal(
    [...host.querySelectorAll(".tabs a")].map((link) => [link.getAttribute("href"), link.textContent, link.getAttribute("aria-current")]),
    [
      ["/en", "Surfaces", null],
      ["/en/fit", "Fits", "page"],
    ],
  );
}

export async function testACopiedLinkIsSaid() {
  const { find } = headed();
  const before = find(".words").textContent;
  find(".link-button").click();
  await settled();
  ok(find(".words").textContent !== before);
  const { find: findRefused } = headed({ share: async () => "refused" });
  findRefused(".link-button").click();
  await settled();
  equal(findRefused(".words").textContent, before);
}

export function testWhatTheLinkLeavesOutIsSaidBesideIt() {
  const host = hosted();
  const { store, page } = noticing();
  const header = createHeader(host, { store, share: async () => "copied", perform: page.perform, pages: PAGES, name: "fit" });
  const link = host.querySelector(".link-button");
  const before = link.title;
  header.leave("the rest");
  equal([link.title, link.getAttribute("aria-label")], ["the rest", before]);
  header.leave("");
  equal(link.title, before);
}

export function testWithoutActionsThereIsNoGuide() {
  const { find, told } = headed();
  find(".guide-button").click();
  equal([told, find(".guide-button").hidden], [[["perform", "guide"]], false]);
  equal(headed({ hasUndo: false }).find(".guide-button").hidden, false, "every page has a guide");
}

export function testUndoSaysWhatItUndoes() {
  const { find, told, header } = headed();
  const buttons = [".undo-button", ".redo-button"].map(find);
  const said = () => buttons.map((button) => [button.getAttribute("aria-label"), button.title, button.getAttribute("aria-disabled")]);
  equal(said(), [
    ["Undo", "Undo", "true"],
    ["Redo", "Redo", "true"],
  ]);
  header.offer({ undo: "Adam removed", redo: "" });
  equal(said(), [
    ["Undo: Adam removed", "Undo: Adam removed", "false"],
    ["Redo", "Redo", "true"],
  ]);
  header.offer({ undo: "", redo: "α 0.1 → 1" });
  equal(said()[1], ["Redo: α 0.1 → 1", "Redo: α 0.1 → 1", "false"]);
  for (const button of buttons) button.click();
  equal(told, [
    ["perform", "undo"],
    ["perform", "redo"],
  ]);
  header.tell("Undone: Adam removed");
  equal(find(".tools [role=status]").textContent, "Undone: Adam removed");
  const without = headed({ hasUndo: false });
  equal(
    [".undo-button", ".redo-button"].map((one) => without.find(one).hidden),
    [true, true],
  );
}

// What panels share, made of notes.

import { runAt } from "../../static/run/configuration.js";
import { createStore } from "../../static/store.js";
import { CATALOGUE, runOf } from "./runs.js";

/** A page whose panels' wishes are kept in `told`. */
export function noticing(state = {}, rest = {}) {
  const told = [];
  const note =
    (name) =>
    (...given) =>
      told.push([name, ...given]);
  const store = createStore({
    run: runOf(),
    changes: [],
    from: "here",
    selected: "r1",
    playing: false,
    loop: false,
    speed: 1,
    theme: "system",
    dialog: "",
    ...state,
  });
  const now = () => runAt(store.state.run, store.state.changes, page.player.editStep);
  const page = {
    store,
    session: { latest: { run: store.state.run, changes: store.state.changes }, dismiss: note("dismiss") },
    player: { step: 0, time: 0, editStep: 0 },
    catalogue: CATALOGUE,
    edits: new Proxy({}, { get: (_, name) => (name === "now" ? now : note(name)) }),
    perform: note("perform"),
    seek: note("seek"),
    settled: note("settled"),
    invalidate: note("invalidate"),
    ...rest,
  };
  return { page, store, told };
}

/** A part of the page of its own, in sight, `width` pixels wide. */
export function hosted(width = 800) {
  document.body.querySelectorAll(".hosted").forEach((node) => node.remove());
  const host = document.createElement("div");
  host.className = "hosted";
  host.style.cssText = `position: fixed; left: 0; top: 0; width: ${width}px; height: 400px`;
  document.body.append(host);
  return host;
}

/** A frame later observers of sizes have been told. */
export const measured = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

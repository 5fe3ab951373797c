// What the racers of a run are called: by what tells each from the others, in as few words as do.

import { traitsOf } from "./racer_traits.js";
import { differs } from "./traits.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("./traits.js").Trait} Trait */
/**
 * @typedef {object} Name
 * @property {string} whole for sentences and speech
 * @property {string} short where room is narrow: what differs is not what is left out, and no two are alike
 * @property {string[]} tells names of the traits that it is made of
 */

/** What a narrow place holds, and of that what the narrowest shows, in widths of a Latin letter; those of Hangul are twice as wide. */
export const NARROW = 15;
export const SEEN = 9;

/** Names are asked for in every frame, and a run is known by identity. @type {WeakMap<RunConfig, Map<string, Name>>} */
const made = new WeakMap();

/** What the racer is called. */
export const racerName = (/** @type {Catalogue} */ catalogue, /** @type {RunConfig} */ run, /** @type {string} */ id) =>
  nameOf(catalogue, run, id).whole;

/** Every form of its name; empty for a racer that is not there. @returns {Name} */
export function nameOf(/** @type {Catalogue} */ catalogue, /** @type {RunConfig} */ run, /** @type {string} */ id) {
  const names = made.get(run) ?? namesIn(catalogue, run);
  made.set(run, names);
  return names.get(id) ?? { whole: "", short: "", tells: [] };
}

/** The whole name where it has room for so many letters, else the short one. */
export const nameIn = (/** @type {Name} */ { whole, short }, /** @type {number} */ letters) => (lengthOf(whole) <= letters ? whole : short);

/** @param {Catalogue} catalogue @param {RunConfig} run */
function namesIn(catalogue, run) {
  const kinds = run.racers.map(({ optimizer }) => optimizer.kind);
  const traits = new Set(kinds).size === kinds.length ? [] : traitsOf(catalogue, run).filter(differs);
  const described = run.racers.map((_, k) => {
    const { title } = catalogue.optimizers[kinds[k]];
    const { told, isAmbiguous } = toldApart(traits, kinds, k);
    const wordsOf = (/** @type {"texts" | "briefs"} */ form) => told.map((trait) => trait[form][k] ?? "");
    return { title, told, words: wordsOf("texts"), briefs: wordsOf("briefs"), isTitled: isAmbiguous || told.length === 0 };
  });
  const wholes = described.map(({ words, title, isTitled }) => [...words, ...(isTitled ? [title] : [])].join(" · "));
  const numbers = wholes.map((whole, k) => numberOf(wholes, k));
  /** @type {string[]} */
  const shorts = [];
  described.forEach(({ words, briefs }, k) => shorts.push(shortOf(wholes[k], [words, briefs], numbers[k], shorts)));
  return new Map(
    run.racers.map(({ id }, k) => {
      const { told } = described[k],
        number = numbers[k];
      const whole = number === 0 ? wholes[k] : told.length === 0 ? `${wholes[k]} ${number}` : `${wholes[k]} (${number})`;
      return [id, { whole, short: shorts[k], tells: told.map(({ name }) => name) }];
    }),
  );
}

/**
 * The traits that tell a racer from the others of its optimizer: one for all of them where one does, else as few as do for this
 * one. Ambiguous is what is also true of a racer of another optimizer, for one of them or for all.
 * @param {Trait[]} traits @param {string[]} kinds the optimizer of each racer @param {number} k
 */
function toldApart(traits, kinds, k) {
  const all = kinds.map((_, index) => index);
  const group = all.filter((other) => kinds[other] === kinds[k]),
    strangers = all.filter((other) => kinds[other] !== kinds[k]);
  const apart = traits.filter((trait) => group.some((other) => isApart(trait, other, group[0])));
  const classes = group.filter((one, at) => group.findIndex((other) => isSame(apart, one, other)) === at);
  const has = (/** @type {Trait} */ { texts }, /** @type {number} */ one) => texts[one] !== null;
  const single = apart.find(
    (trait) => classes.every((one) => has(trait, one)) && new Set(classes.map((one) => trait.texts[one])).size === classes.length,
  );
  const toldOf = (/** @type {number} */ one) => {
    const others = classes.filter((other) => !isSame(apart, one, other));
    return single ? [single] : fewest(apart, (trait, other) => has(trait, one) && isApart(trait, one, other), others);
  };
  const isAmbiguous = group.length > 1 && group.some((one) => strangers.some((other) => isSame(toldOf(one), one, other)));
  return { told: toldOf(k), isAmbiguous };
}

const isApart = (/** @type {Trait} */ { texts }, /** @type {number} */ one, /** @type {number} */ other) => texts[one] !== texts[other];
const isSame = (/** @type {Trait[]} */ traits, /** @type {number} */ one, /** @type {number} */ other) =>
  traits.every((trait) => !isApart(trait, one, other));

/**
 * Traits that together leave none of the others: each takes away as many as it can, and none is there in vain.
 * @param {Trait[]} traits @param {(trait: Trait, other: number) => boolean} takes @param {number[]} others
 */
function fewest(traits, takes, others) {
  /** @type {Trait[]} */
  let told = [];
  for (let left = others; left.length > 0;) {
    const counts = traits.map((trait) => left.filter((other) => takes(trait, other)).length);
    const most = Math.max(0, ...counts);
    // What one of them does not have cannot be said of it: the number is left.
    if (most === 0) break;
    const best = traits[counts.indexOf(most)];
    told.push(best);
    left = left.filter((other) => !takes(best, other));
  }
  for (const trait of told.slice()) {
    const rest = told.filter((other) => other !== trait);
    if (others.every((other) => rest.some((each) => takes(each, other)) || !told.some((each) => takes(each, other)))) told = rest;
  }
  return traits.filter((trait) => told.includes(trait));
}

/** Which of those of the same words it is; 0 where nobody else has them. @param {string[]} wholes @param {number} k */
function numberOf(wholes, k) {
  const same = (/** @type {string} */ whole) => whole === wholes[k];
  return wholes.filter(same).length === 1 ? 0 : wholes.slice(0, k + 1).filter(same).length;
}

/** @param {string} letter */
const widthOf = (letter) => (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/.test(letter) ? 2 : 1);

const lengthOf = (/** @type {string} */ text) => [...text].reduce((sum, letter) => sum + widthOf(letter), 0);

/** As much of the text as has room. @param {string} text @param {number} room */
function headOf(text, room) {
  let kept = "",
    left = room;
  for (const letter of text) {
    left -= widthOf(letter);
    if (left < 0) break;
    kept += letter;
  }
  return kept;
}

const cut = (/** @type {string} */ text, /** @type {number} */ room) =>
  lengthOf(text) <= room ? text : `${headOf(text, room - 1).trimEnd()}…`;

/**
 * The name in a narrow place, which begins like none of those given already: whole if it fits, else without its optimizer, in brief, with
 * another of its words in front; with a number in front where nothing else would do.
 * @param {string} whole @param {string[][]} wordings @param {number} number @param {string[]} given
 */
function shortOf(whole, wordings, number, given) {
  const isFree = (/** @type {string} */ text) => given.every((other) => headOf(other, SEEN) !== headOf(text, SEEN));
  if (number === 0) {
    const texts = [whole, ...wordings.map((words) => words.join(" · "))].filter((text) => text !== "");
    const turned = wordings.flatMap((words) => words.map((word, k) => [word, ...words.slice(0, k), ...words.slice(k + 1)].join(" · ")));
    const found =
      texts.find((text) => lengthOf(text) <= NARROW && isFree(text)) ?? [...texts, ...turned].map((text) => cut(text, NARROW)).find(isFree);
    if (found !== undefined) return found;
  }
  let count = number || given.length + 1;
  const counted = () => cut(`${count} · ${whole}`, NARROW);
  while (!isFree(counted())) count += 1;
  return counted();
}

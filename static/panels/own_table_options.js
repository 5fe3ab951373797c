import { element } from "../element.js";
import { t } from "../text.js";

/** How a table is to be read; what is left empty is found by itself. @param {() => void} changed */
export function createTableOptions(changed) {
  const option = (/** @type {string} */ name, /** @type {[string, string][]} */ values) =>
    element(
      "select",
      { name, "aria-label": t(`table.${name}`), onchange: changed },
      ...values.map(([value, label]) => element("option", { value }, label)),
    );
  const choices = [
    option("header", [
      ["", t("table.header_found")],
      ["true", t("table.header_yes")],
      ["false", t("table.header_no")],
    ]),
    option("delimiter", [
      ["", t("table.delimiter_found")],
      [",", ","],
      [";", ";"],
      ["\t", t("table.tab")],
    ]),
    option("decimal", [
      ["", t("table.decimal_found")],
      [".", "1.5"],
      [",", "1,5"],
    ]),
  ];
  return {
    choices,
    /** What is not left to be found. @returns {Record<string, string>} */
    chosen: () => Object.fromEntries(choices.flatMap(({ name, value }) => (value === "" ? [] : [[name, value]]))),
  };
}

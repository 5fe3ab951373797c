import { createField } from "./details_field.js";

/**
 * The fields of a member as a form; a change goes to `set`.
 * @param {import("../types.d.ts").Member} member @param {Record<string, import("../types.d.ts").Schema>} schema
 * @param {{set: (member: any, gesture: object | null) => void, settled: () => void}} changes `settled`: a whole change, no drag
 */
export function formOf(member, schema, { set, settled }) {
  let draft = member;
  return Object.entries(schema).map(
    ([name, field]) =>
      createField({
        name,
        field,
        value: member[name],
        change: (value, gesture) => {
          draft = { ...draft, [name]: value };
          set(draft, gesture);
          if (gesture === null) settled();
        },
      }).node,
  );
}

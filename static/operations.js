// Made by `descent schema` from engine/operations; do not edit.

/** @typedef {{ notation: "infix" | "product" | "fraction" | "prefix" | "raised" | "exponential" | "root" | "bars" | "call",
 *   sign: string, binds: number, needs: number[] }} Operation */

/** How tightly a written piece holds together; a part that holds less than its place needs stands in brackets. */
export const BINDS = {"NEGATIVE":0,"SUM":1,"QUOTIENT":2,"PRODUCT":3,"POWER":4,"ATOM":5};

/** By the names that expressions call them. @type {Record<string, Operation>} */
export const OPERATIONS = {
  "abs": {"notation":"bars","sign":"","binds":5,"needs":[0]},
  "+": {"notation":"infix","sign":"+","binds":1,"needs":[1,1]},
  "cos": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "cosh": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "/": {"notation":"fraction","sign":"/","binds":2,"needs":[2,4]},
  "exp": {"notation":"exponential","sign":"","binds":5,"needs":[0]},
  "log": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "max": {"notation":"call","sign":"","binds":5,"needs":[0,0]},
  "min": {"notation":"call","sign":"","binds":5,"needs":[0,0]},
  "*": {"notation":"product","sign":"×","binds":3,"needs":[3,2]},
  "neg": {"notation":"prefix","sign":"−","binds":0,"needs":[2]},
  "pow": {"notation":"raised","sign":"","binds":4,"needs":[5,0]},
  "select": {"notation":"call","sign":"","binds":5,"needs":[0,0,0,0]},
  "sign": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "sin": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "sinh": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "sqrt": {"notation":"root","sign":"","binds":4,"needs":[5]},
  "-": {"notation":"infix","sign":"−","binds":1,"needs":[1,2]},
  "tan": {"notation":"call","sign":"","binds":5,"needs":[0]},
  "tanh": {"notation":"call","sign":"","binds":5,"needs":[0]},
};

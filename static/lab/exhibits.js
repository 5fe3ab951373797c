// How each exhibit is shown, by kind.

import { createDistributions } from "./distributions.js";
import { createLikelihood } from "./likelihood.js";
import { createLogit } from "./logit.js";
import { createMargin } from "./margin.js";
import { createPrediction } from "./prediction.js";
import { createProbability } from "./probability.js";
import { createSoftmax } from "./softmax.js";

/** @type {Record<string, (lab: import("./types.d.ts").Lab) => import("./types.d.ts").ExhibitView>} */
export const EXHIBITS = {
  prediction: createPrediction,
  probability: createProbability,
  softmax: createSoftmax,
  likelihood: createLikelihood,
  distributions: createDistributions,
  logit: createLogit,
  margin: createMargin,
};

import { arrayFunctions } from './arrays.js';
import type { BuiltIns } from './built-in.js';
import { dateFunctions } from './dates.js';
import { mathFunctions } from './math.js';
import { stringFunctions } from './strings.js';
import { fullTextFunctions } from './text/full-text.js';
import { typeFunctions } from './types.js';

/** Every function whose result depends on nothing but its arguments and the time. */
export const builtIns: BuiltIns = {
  ...stringFunctions,
  ...mathFunctions,
  ...typeFunctions,
  ...arrayFunctions,
  ...dateFunctions,
  ...fullTextFunctions,
};

/** Functions of vectors, which the container's policy gives defaults; arguments: two vectors, exactness, options. */
export const vectorFunctions: ReadonlySet<string> = new Set(['VECTORDISTANCE', '_VECTORSCORE']);

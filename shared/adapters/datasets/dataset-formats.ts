import type { DatasetFormat } from '../../ports/dataset.js';
import { movielens100k } from './formats/movielens-100k.js';
import { otto } from './formats/otto.js';

/** Every format, by the name that `--format` takes. */
export const datasetFormats: readonly DatasetFormat[] = [otto, movielens100k];

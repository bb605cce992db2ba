import type { DatasetFormat } from '../../ports/dataset.js';
import { gorse } from './formats/gorse.js';
import { movielens1m } from './formats/movielens-1m.js';
import { movielens100k } from './formats/movielens-100k.js';
import { otto } from './formats/otto.js';
import { retailrocket } from './formats/retailrocket.js';
import { sequences, sessions } from './formats/sessions.js';
import { csv, mercari, ndjson } from './formats/table.js';
import { yoochoose } from './formats/yoochoose.js';
import { parquet } from './parquet/parquet-format.js';

/** Every format, by the name that `--format` takes. */
export const datasetFormats: readonly DatasetFormat[] = [
  otto,
  movielens100k,
  movielens1m,
  yoochoose,
  retailrocket,
  sessions,
  sequences,
  mercari,
  gorse,
  csv,
  ndjson,
  parquet,
];

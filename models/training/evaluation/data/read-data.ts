import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStoreReader } from '../../../../shared/adapters/embedded/open-store-reader.js';
import { AppError } from '../../../../shared/domain/errors.js';
import type { EventTypes } from '../../../../shared/domain/event.js';
import type { DatasetFormat, DatasetOptions } from '../../../../shared/ports/dataset.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';
import { readShop } from '../../../recommenders/training-set/read-shop.js';
import { ShopLog } from '../../../recommenders/training-set/shop-log.js';
import { toTrainingSet } from '../../../recommenders/training-set/training-set.js';
import { type ReadOptions, readRecords } from './read-records.js';

export interface DataRequest extends ReadOptions {
  /** One shop's folder, or files of a format. */
  readonly paths: readonly string[];
  readonly format?: DatasetFormat;
  readonly options: Omit<DatasetOptions, 'eventTypes'>;
  readonly eventTypes: EventTypes;
  /** Of more events the newest are read. */
  readonly maxEvents: number;
}

export interface ReadData {
  readonly set: TrainingSet;
  /** Rows of files that could not be used. */
  readonly rejectedRows: number;
}

export function isShopFolder(path: string): boolean {
  return existsSync(join(path, 'store.db'));
}

/** Reads a shop whole. Throws `not-found` or `invalid`, naming what was wrong with the data. */
export async function readData(request: DataRequest): Promise<ReadData> {
  const { format, eventTypes, maxEvents, paths } = request;
  const shop = new ShopLog({ eventTypes, maxEvents });
  if (format === undefined) return readFolder(shop, request);
  const sources = await format.open(paths, { ...request.options, eventTypes });
  const { users, rejectedRows } = await readRecords(sources, shop, request);
  return { set: await toTrainingSet(shop, users), rejectedRows };
}

async function readFolder(shop: ShopLog, { paths, checkpointFor }: DataRequest): Promise<ReadData> {
  const [folder, ...others] = paths;
  if (folder === undefined || others.length > 0) {
    throw new AppError('invalid', 'one shop is read at a time; files need a --format');
  }
  const store = openStoreReader(folder);
  try {
    const checkpoint = checkpointFor('Reading the shop');
    await readShop(store.changes, shop, (read) => checkpoint(read, 0));
    return { set: await toTrainingSet(shop, store.users), rejectedRows: 0 };
  } finally {
    store.close();
  }
}

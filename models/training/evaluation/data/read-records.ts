import { AppError } from '../../../../shared/domain/errors.js';
import type { User } from '../../../../shared/domain/user.js';
import type { Change } from '../../../../shared/ports/change-log.js';
import type { DatasetRecord, DatasetSource } from '../../../../shared/ports/dataset.js';
import type { FitContext } from '../../../../shared/ports/training.js';
import type { UserStore } from '../../../../shared/ports/user-store.js';
import type { ShopLog } from '../../../recommenders/training-set/shop-log.js';

const start = { bytes: 0, lines: 0 };

export interface ReadOptions {
  readonly checkpointFor: (stage: string) => FitContext['checkpoint'];
  /** Milliseconds since 1970, from which rows without a time are dated; a row of a later time is a bad one. */
  readonly importedAt: number;
}

export interface ReadFiles {
  readonly users: Pick<UserStore, 'list'>;
  readonly rejectedRows: number;
}

/** Reads the files of a data set into `shop`; bad rows are left out. Throws `invalid` where no row is of the format. */
export async function readRecords(
  sources: readonly DatasetSource[],
  shop: ShopLog,
  { checkpointFor, importedAt }: ReadOptions,
): Promise<ReadFiles> {
  const users = new Map<string, User>();
  const known = new Set<string>();
  let rejectedRows = 0;
  for (const source of sources) {
    const checkpoint = checkpointFor(`Reading ${source.name}`);
    let records = 0;
    for await (const batch of source.batches(start, importedAt)) {
      shop.apply(batch.records.flatMap((record) => changesOf(record, known)));
      collectUsers(batch.records, users);
      records += batch.records.length;
      rejectedRows += batch.rejected.length;
      if (records === 0) demandHope(source, batch.rejected);
      await checkpoint(batch.bytesRead, source.sizeBytes);
    }
  }
  shop.events.dropOldest();
  return { users: listOf(users), rejectedRows };
}

function collectUsers(records: readonly DatasetRecord[], users: Map<string, User>): void {
  for (const record of records) {
    if (record.kind === 'user') users.set(record.user.id, record.user);
  }
}

/** What an event's row says of its item counts until a row of its own says more. */
function changesOf(record: DatasetRecord, known: Set<string>): readonly Change[] {
  if (record.kind === 'user') return [];
  if (record.kind === 'item') {
    known.add(record.item.id);
    return [{ kind: 'item', item: record.item }];
  }
  const { about, event } = record;
  if (known.has(about.id)) return [{ kind: 'event', event }];
  known.add(about.id);
  return [
    { kind: 'item', item: about },
    { kind: 'event', event },
  ];
}

function demandHope(
  { name }: DatasetSource,
  [first]: readonly { readonly line: number; readonly reason: string }[],
): void {
  if (first === undefined) return;
  const message = `${name}: no row is of this format; line ${first.line}: ${first.reason}`;
  throw new AppError('invalid', message);
}

function listOf(users: ReadonlyMap<string, User>): Pick<UserStore, 'list'> {
  const sorted = [...users.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    async list(after, limit) {
      const from = after === undefined ? 0 : sorted.findIndex(({ id }) => id > after);
      return from < 0 ? [] : sorted.slice(from, from + limit);
    },
  };
}

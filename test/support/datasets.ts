import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { builtInEventTypes, type ShopEvent } from '../../shared/domain/event.js';
import type { Item } from '../../shared/domain/item.js';
import type { User } from '../../shared/domain/user.js';
import type {
  DatasetFormat,
  DatasetOptions,
  DatasetRecord,
  DatasetSource,
  RejectedRow,
} from '../../shared/ports/dataset.js';

export const importedAt = Date.UTC(2026, 0, 31, 12);

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files, gone when the test is. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'tastemaker-dataset-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

export interface Read {
  readonly items: readonly Item[];
  readonly users: readonly User[];
  readonly events: readonly ShopEvent[];
  /** What the rows of events say of their items. */
  readonly about: readonly Item[];
  readonly rejected: readonly RejectedRow[];
}

async function readSources(sources: readonly DatasetSource[]): Promise<Read> {
  const records: DatasetRecord[] = [];
  const rejected: RejectedRow[] = [];
  for (const source of sources) {
    for await (const batch of source.batches({ bytes: 0, lines: 0 }, importedAt)) {
      records.push(...batch.records);
      rejected.push(...batch.rejected);
    }
  }
  return {
    items: records.flatMap((record) => (record.kind === 'item' ? [record.item] : [])),
    users: records.flatMap((record) => (record.kind === 'user' ? [record.user] : [])),
    events: records.flatMap((record) => (record.kind === 'event' ? [record.event] : [])),
    about: records.flatMap((record) => (record.kind === 'event' ? [record.about] : [])),
    rejected,
  };
}

/** Reads files by their names, each named by the user, as the command does. */
export async function readFiles(
  format: DatasetFormat,
  files: Files,
  options: Partial<DatasetOptions> = {},
): Promise<Read> {
  const folder = folderWith(files);
  const paths = Object.keys(files).map((name) => join(folder, name));
  return readSources(await format.open(paths, { eventTypes: builtInEventTypes, ...options }));
}

/** Reads a folder that holds these files. */
export async function readFolder(format: DatasetFormat, files: Files): Promise<Read> {
  return readSources(await format.open([folderWith(files)], { eventTypes: builtInEventTypes }));
}

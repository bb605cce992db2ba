import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { rejectFiles } from '../../shared/adapters/datasets/reject-file.js';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../shared/adapters/embedded/open-store.js';
import { builtInEventTypes } from '../../shared/domain/event.js';
import type { DatasetFormat, DatasetSource } from '../../shared/ports/dataset.js';
import type { ImportPorts } from '../../shared/use-cases/import/import-dataset.js';
import { folderWith, importedAt } from './datasets.js';

export interface ImportBench {
  readonly store: EmbeddedStore;
  readonly ports: ImportPorts;
  /** What was reported, as `stage done/total`. */
  readonly reports: readonly string[];
}

/** A real store in a folder of its own, and everything else that an import needs. */
export function importBench(): ImportBench {
  const folder = folderWith({});
  const store = openEmbeddedStore(folder);
  onTestFinished(() => store.close());
  const reports: string[] = [];
  const progress = {
    report: (stage: string, done: number, total?: number) =>
      void reports.push(`${stage} ${done}/${total}`),
    end: () => void reports.push('end'),
  };
  const rejects = rejectFiles(join(folder, 'rejects'));
  return { store, ports: { ...store, rejects, progress, clock: () => importedAt }, reports };
}

export function sourcesOf(
  format: DatasetFormat,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<readonly DatasetSource[]> {
  const folder = folderWith(files);
  const paths = Object.keys(files).map((name) => join(folder, name));
  return format.open(paths, { eventTypes: builtInEventTypes });
}

import { setTimeout } from 'node:timers/promises';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import type { Config } from '../../shared/config.js';
import type {
  DrawingReader,
  ImageEncoder,
  PictureReader,
  TextEncoder,
} from '../../shared/ports/encoders.js';
import type { ImageFetcher } from '../../shared/ports/image-fetcher.js';
import type { ProductSource } from '../../shared/ports/product-source.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { VectorStore } from '../../shared/ports/vector-store.js';
import { pictureMaker } from '../../shared/use-cases/sync-vectors/encoding/picture-maker.js';
import { textMaker } from '../../shared/use-cases/sync-vectors/encoding/text-maker.js';
import {
  makeReportFreshness,
  type ReportFreshness,
} from '../../shared/use-cases/sync-vectors/report-freshness.js';
import { makeSyncJob } from '../../shared/use-cases/sync-vectors/sync-job.js';
import {
  makeSyncVectors,
  type SyncVectors,
} from '../../shared/use-cases/sync-vectors/sync-vectors.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import type { ManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { syncTimer } from '../timer/sync-vectors.js';
import type { Trigger } from '../trigger.js';
import type { Knowledge } from './knowledge.js';
import type { Runtime } from './runtime.js';

export interface VectorSync {
  readonly syncVectors: SyncVectors;
  readonly reportFreshness: ReportFreshness;
  /** Of the kind `sync-vectors`. */
  readonly job: Job;
  readonly timers: readonly Trigger[];
  /** Asks for a sync where vectors are made by themselves and those of these encoders do not serve yet. */
  syncFirst(): Promise<void>;
}

interface House {
  readonly store: Pick<ShopStore, 'catalog' | 'bookmarks'>;
  readonly vectors: VectorStore;
  readonly knowledge: Pick<Knowledge, 'items' | 'followChanges'>;
  readonly encoders: { readonly text: TextEncoder; readonly image: ImageEncoder };
  readonly pictures: {
    readonly imageFetcher: ImageFetcher;
    readonly pictureReader: PictureReader;
    readonly drawingReader: DrawingReader;
  };
  readonly manageTasks: ManageTasks;
  readonly runtime: Runtime;
}

const pause = (durationMs: number, signal: AbortSignal): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false, signal }).catch(() => undefined);

/** Vectors in step with the catalogue, and the catalogue with its source. */
export function composeVectorSync({ sync }: Config, house: House): VectorSync {
  const { store, vectors, knowledge, encoders, pictures, manageTasks, runtime } = house;
  const { items } = knowledge;
  const { clock, telemetry } = runtime;
  const makers = [
    textMaker(encoders.text, pause),
    pictureMaker({ ...pictures, items, telemetry, pause }, encoders.image),
  ];
  const syncVectors = makeSyncVectors({ manageTasks, vectors, makers });
  const { schedule, batchSize } = sync;
  const common = { items, vectors, digest: sha256, clock };
  return {
    syncVectors,
    reportFreshness: makeReportFreshness(common),
    job: makeSyncJob({
      ...{ ...store, ...knowledge, ...common, makers, batchSize },
      openSource: sourceOf(sync, runtime),
    }),
    timers: schedule === undefined ? [] : [syncTimer(syncVectors, schedule)],
    async syncFirst() {
      if (schedule !== undefined) await syncVectors.startFirst();
    },
  };
}

/** Long enough for a table of a million products without an index to help. */
const statementTimeoutMs = 30_000;

function sourceOf(
  { source }: Config['sync'],
  { newId }: Runtime,
): (() => Promise<ProductSource>) | undefined {
  if (source === undefined) return undefined;
  return async () => {
    const { postgresProductSource } = await import(
      '../../shared/adapters/postgres/postgres-product-source.js'
    );
    const session = `tastemaker ${newId()}`;
    return postgresProductSource({ ...source, statementTimeoutMs, session });
  };
}

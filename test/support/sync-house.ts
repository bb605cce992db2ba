import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { openEmbeddedVectors } from '../../shared/adapters/embedded/vectors/open-vectors.js';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { sharpDrawingReader } from '../../shared/adapters/pictures/sharp-drawing-reader.js';
import { sharpPictureReader } from '../../shared/adapters/pictures/sharp-picture-reader.js';
import type { Item } from '../../shared/domain/item.js';
import type { SyncOutcome } from '../../shared/domain/sync-outcome.js';
import type { Task } from '../../shared/domain/tasks/task.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { ImageEncoder, TextEncoder } from '../../shared/ports/encoders.js';
import { makeFollowChanges } from '../../shared/use-cases/follow-changes.js';
import {
  type PictureDependencies,
  pictureMaker,
} from '../../shared/use-cases/sync-vectors/encoding/picture-maker.js';
import { textMaker } from '../../shared/use-cases/sync-vectors/encoding/text-maker.js';
import { makeReportFreshness } from '../../shared/use-cases/sync-vectors/report-freshness.js';
import {
  makeSyncJob,
  type SyncJobDependencies,
} from '../../shared/use-cases/sync-vectors/sync-job.js';
import type { JobRun } from '../../shared/use-cases/tasks/job.js';
import { RecordedProgress } from './recorded-progress.js';
import { RecordedTelemetry } from './recorded-telemetry.js';
import { freshTask } from './tasks.js';
import { tinyImageEncoder, tinyTextEncoder } from './tiny-encoders.js';
import { fetcherOf } from './web.js';

/** An encoder that remembers how much it was asked for, and does `before` each time. */
function watched<E extends TextEncoder | ImageEncoder>(encoder: E) {
  const state = {
    rows: 0,
    before: async (_signal?: AbortSignal): Promise<void> => undefined,
  };
  const encode = async (all: readonly never[], signal?: AbortSignal) => {
    await state.before(signal);
    state.rows += all.length;
    return encoder.encode(all, signal);
  };
  return Object.assign(state, { encoder: { ...encoder, encode } as E });
}

/** The same encoder as another version of its model. */
export const versionOf = <E extends TextEncoder | ImageEncoder>(
  encoder: E,
  version: string,
): E => ({
  ...encoder,
  space: { ...encoder.space, version },
});

export interface SyncHouseOptions extends Partial<SyncJobDependencies> {
  /** The one port of this machine from which pictures may be fetched. */
  readonly picturePort?: number;
  /** Where somebody else has made a house before, or will again; it stays. */
  readonly folder?: string;
}

/** A catalogue and its vectors, in a temporary folder where none is given, with tiny encoders, and syncs of them. */
export function openSyncHouse({ picturePort = 0, ...options }: SyncHouseOptions = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sync-'));
  const store = openEmbeddedStore(folder);
  const opened = openEmbeddedVectors(folder);
  const { vectors } = opened;
  const items = itemMirror();
  const followChanges = makeFollowChanges({ changeLog: store.changes, followers: [items] });
  const telemetry = new RecordedTelemetry();
  let now = 1_700_000_000_000;
  const clock = () => now;
  const text = watched(tinyTextEncoder());
  const image = watched(tinyImageEncoder());
  const pauses: number[] = [];
  const pause = async (durationMs: number) => void pauses.push(durationMs);
  const pictures = {
    imageFetcher: fetcherOf(picturePort),
    pictureReader: sharpPictureReader(),
    drawingReader: sharpDrawingReader(),
  };
  const makersOf = (encoders: { readonly text: TextEncoder; readonly image: ImageEncoder }) => [
    textMaker(encoders.text, pause),
    pictureMaker({ ...pictures, items, telemetry, pause }, encoders.image),
  ];
  const picturesBy = (more: Partial<PictureDependencies>) =>
    pictureMaker({ ...pictures, items, telemetry, pause, ...more }, image.encoder);
  const common = { items, vectors, digest: sha256, clock };
  const dependencies: SyncJobDependencies = {
    ...{ ...store, ...common, followChanges, batchSize: 4 },
    makers: makersOf({ text: text.encoder, image: image.encoder }),
    ...options,
  };
  let tasks = 0;
  const runOf = (run: Partial<JobRun> = {}): JobRun => ({
    task: freshTask(`sync ${tasks++}`, '/shop', 'sync-vectors'),
    progress: new RecordedProgress(),
    signal: new AbortController().signal,
    confirm: async () => undefined,
    ...run,
  });
  const idsIn = async (space: VectorSpace) =>
    (await vectors.list(space, 10_000)).map(({ itemId }) => itemId);
  return {
    ...{ folder, store, vectors, items, followChanges, telemetry, text, image, pauses, clock },
    ...{ pictures, makersOf, picturesBy, runOf, idsIn, dependencies },
    reportFreshness: makeReportFreshness(common),
    /** Runs the job of a new task, unless `run` says otherwise. */
    async sync(run: Partial<JobRun> = {}, more: Partial<SyncJobDependencies> = {}) {
      const { result } = await makeSyncJob({ ...dependencies, ...more }).run(runOf(run));
      return result as SyncOutcome;
    },
    task: (id: string): Task => freshTask(id, '/shop', 'sync-vectors'),
    async put(...all: readonly Item[]) {
      await store.catalog.upsert(all);
      await followChanges.catchUp();
    },
    pass(ms: number) {
      now += ms;
    },
    close() {
      opened.close();
      store.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true });
    },
  };
}
export type SyncHouse = ReturnType<typeof openSyncHouse>;

/** A product of the catalogue, without a picture. */
export const product = (id: string, more: Partial<Item> = {}): Item => ({
  ...{ id, name: `Product ${id}`, categories: ['table'], tags: [], attributes: {} },
  ...{ isActive: true, createdAt: 1_600_000_000_000 },
  ...more,
});

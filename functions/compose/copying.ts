import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { consoleProgress } from '../../shared/adapters/console/progress.js';
import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import { memoryLock } from '../../shared/adapters/memory/memory-lock.js';
import type { Config } from '../../shared/config.js';
import { AppError } from '../../shared/domain/errors.js';
import type { Lock } from '../../shared/ports/lock.js';
import { type CopyReport, copyShop } from '../../shared/use-cases/copy/copy-shop.js';
import type { Copying, ShopSide } from '../../shared/use-cases/copy/shop-side.js';
import { composeBlobs } from './blobs.js';
import type { Places } from './places/place.js';
import { openPlaces } from './places/places.js';
import { newId } from './runtime.js';

export const shopPlaces = ['embedded', 'cosmos'] as const;
export type ShopPlaceName = (typeof shopPlaces)[number];

export interface ShopCopy {
  /** Throws `invalid` where a place is not configured, and what `copyShop` throws. */
  run(from: ShopPlaceName, to: ShopPlaceName, signal: AbortSignal): Promise<CopyReport>;
}

/** What `npm run copy` needs of the house. */
export function composeCopying(config: Config): ShopCopy {
  const progress = consoleProgress(process.stderr, Date.now);
  return {
    async run(from, to, signal) {
      const places = await openBoth(config, from, to);
      try {
        const sides = { from: await sideOf(places.from), to: await sideOf(places.to) };
        const copying = { ...sides, name: from, progress, signal };
        return await alone(await openLock(config), copying);
      } finally {
        progress.end();
        await places.from.close();
        await places.to.close();
      }
    },
  };
}

/** The shortest lease there is: a copy that was killed is to be gone on with soon. */
const leaseTimes = { leaseSeconds: 15, renewMs: 5_000, trustMs: 10_000 };
/** Longer than the lock of a copy that was killed outlives it. */
const lockedForMs = 30_000;
const lookEveryMs = 1_000;

/** One copy at a time, whoever runs it: two would overtake each other's places. */
async function alone(lock: Lock, copying: Copying): Promise<CopyReport> {
  const { progress, signal } = copying;
  const done: { report?: CopyReport } = {};
  const run = async (lost: AbortSignal) => {
    const either = AbortSignal.any([signal, lost]);
    done.report = await copyShop({ ...copying, signal: either }, hashContent);
  };
  for (let waitedMs = 0; !(await lock.hold('copy', run)); waitedMs += lookEveryMs) {
    if (waitedMs >= lockedForMs)
      throw new AppError('conflict', 'another copy is under way; expected it to end first');
    progress.report('Waiting for another copy to end', waitedMs / 1_000, lockedForMs / 1_000);
    await setTimeout(lookEveryMs, undefined, { signal });
  }
  if (done.report) return done.report;
  throw new AppError('unavailable', 'the copy ended without a report');
}

/** Without Blob Storage the data folder's own lock keeps a second one away. */
async function openLock({ blobs }: Config): Promise<Lock> {
  if (blobs === undefined) return memoryLock();
  const { blobLock } = await import('../../shared/adapters/cloud/blob/blob-lock.js');
  return blobLock(await composeBlobs(blobs)(), { times: leaseTimes });
}

async function openBoth(config: Config, from: ShopPlaceName, to: ShopPlaceName) {
  const settings = { from: configOf(config, from), to: configOf(config, to) };
  // What fails is told to the person who waits.
  const runtime = { clock: Date.now, newId, telemetry: consoleTelemetry('silent') };
  return {
    from: await openPlaces(settings.from, runtime),
    to: await openPlaces(settings.to, runtime),
  };
}

function configOf(config: Config, place: ShopPlaceName): Config {
  if (place === 'embedded') return { ...config, cosmos: undefined, blobs: undefined };
  if (config.cosmos === undefined)
    throw new AppError('invalid', 'expected COSMOS_ENDPOINT to say where Cosmos DB is');
  return config;
}

async function sideOf(places: Places): Promise<ShopSide> {
  return {
    store: await places.shop(),
    vectors: (await places.vectors()).vectors,
    artifacts: await places.artifacts(),
  };
}

const hashContent = (content: string | Uint8Array): bigint =>
  createHash('sha256').update(content).digest().readBigUInt64BE();

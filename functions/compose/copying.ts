import { createHash } from 'node:crypto';
import { consoleProgress } from '../../shared/adapters/console/progress.js';
import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import type { Config } from '../../shared/config.js';
import { AppError } from '../../shared/domain/errors.js';
import { type CopyReport, copyShop } from '../../shared/use-cases/copy/copy-shop.js';
import type { ShopSide } from '../../shared/use-cases/copy/shop-side.js';
import { openPlaces, type Places } from './places/places.js';
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
        return await copyShop({ ...sides, name: from, progress, signal }, hashContent);
      } finally {
        progress.end();
        await places.from.close();
        await places.to.close();
      }
    },
  };
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
    vectors: await places.vectors(),
    artifacts: await places.artifacts(),
  };
}

const hashContent = (content: string | Uint8Array): bigint =>
  createHash('sha256').update(content).digest().readBigUInt64BE();

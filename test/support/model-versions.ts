import { sha256 } from '../../shared/adapters/files/sha256.js';
import { decodeManifest, encodeManifest } from '../../shared/contracts/manifest.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import type { Clock, NewId, Telemetry } from '../../shared/ports/runtime.js';
import {
  type Candidate,
  type ModelRegistry,
  makeModelRegistry,
} from '../../shared/use-cases/models/model-registry.js';
import { RecordedTelemetry } from './recorded-telemetry.js';
import { shelfFiles } from './shelf-trainer.js';

export const startOfTests = Date.UTC(2026, 0, 31, 9, 30);

/** The real registry with ids that count; each look at its clock is a second later unless another is given. */
export function registryOn(
  artifacts: ArtifactStore,
  options: {
    readonly clock?: Clock;
    readonly newId?: NewId;
    readonly telemetry?: Telemetry;
  } = {},
): ModelRegistry {
  let looks = 0;
  let ids = 0;
  const clock = options.clock ?? (() => startOfTests + 1_000 * looks++);
  const newId = options.newId ?? (() => `id-${String(ids++).padStart(4, '0')}`);
  const codec = { encode: encodeManifest, decode: decodeManifest };
  const telemetry = options.telemetry ?? new RecordedTelemetry();
  return makeModelRegistry({ artifacts, codec, digest: sha256, clock, newId, telemetry });
}

/** A run that made one model of two files, `content` being in the first. */
export function candidate(
  content: string,
  more: { readonly parent?: string | undefined; readonly isPublished?: boolean } = {},
): Candidate {
  const { parent, isPublished = true } = more;
  const files = new Map([
    ['weights.bin', Buffer.from(content)],
    ['graph.onnx', Buffer.from('a graph')],
  ]);
  const metrics = { 'ndcg@20': { mean: 0.3, low: 0.2, high: 0.4 } };
  return {
    seed: 7,
    ...(parent !== undefined && { parent }),
    data: { from: 1, to: 2, events: 30, shoppers: 20, items: 10, cursor: 'c' },
    models: [{ name: 'ease', parameters: { l2: 100 }, figures: { seconds: 1 }, metrics, files }],
    verdict: { isPublished, reason: isPublished ? 'better' : 'worse' },
  };
}

/** A run that made one shelf of these items. */
export function shelfCandidate(
  itemIds: readonly string[],
  more: Parameters<typeof candidate>[1] = {},
): Candidate {
  const run = candidate('', more);
  return { ...run, models: run.models.map((one) => ({ ...one, files: shelfFiles(...itemIds) })) };
}

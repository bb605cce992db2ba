import { vectorKinds } from '../../shared/domain/vector-space.js';
import type { Encoders } from '../../shared/ports/encoders.js';
import type { CurrentEnsemble } from '../../shared/ports/recommender.js';
import type { Gauges, Reading } from '../../shared/ports/runtime.js';
import type { ServeModels, ServingStatus } from '../../shared/use-cases/models/serve-models.js';
import type { CacheCounts } from '../../shared/use-cases/report-stats.js';
import type { FollowVectors } from '../../shared/use-cases/vectors/follow-vectors.js';

/** What is looked at from outside while the house is at work. */
export function watchHouse(
  gauges: Gauges,
  house: {
    readonly ensemble: CurrentEnsemble;
    readonly serveModels: ServeModels;
    readonly followVectors: FollowVectors;
    readonly encoders: Encoders;
    readonly caches: Readonly<Record<string, () => CacheCounts>>;
  },
): void {
  const { ensemble, serveModels, followVectors, encoders, caches } = house;
  gauges.watch('model-serving', 'The version of the models that answers', () => [
    { value: 1, dimensions: { version: ensemble().version } },
  ]);
  gauges.watch('model-quality', 'On the evaluation slice of the version that answers', () =>
    qualityOf(serveModels.status()),
  );
  gauges.watch('cache-requests-total', 'Questions to caches, by outcome', () =>
    Object.entries(caches).flatMap(([cache, counts]) => readingsOf(cache, counts())),
  );
  gauges.watch('vectors', 'Items that can be found by their vector', () =>
    vectorKinds.map((kind) => ({
      value: followVectors.index(kind)?.size ?? 0,
      dimensions: { kind },
    })),
  );
  gauges.watch('encoder-waiting', 'Texts or pictures that wait to be encoded here', () =>
    Object.entries(encoders.waiting?.() ?? {}).map(([encoder, value]) => ({
      ...{ value, dimensions: { encoder } },
    })),
  );
  gauges.watch('inference-server-reachable', 'Whether the inference server answered last', () => {
    const health = encoders.server?.();
    return health ? [{ value: health.isReachable ? 1 : 0 }] : [];
  });
}

const readingsOf = (cache: string, { hits, misses }: CacheCounts): readonly Reading[] => [
  { value: hits, dimensions: { cache, outcome: 'hit' } },
  { value: misses, dimensions: { cache, outcome: 'miss' } },
];

const qualityOf = ({ loaded }: ServingStatus): readonly Reading[] =>
  (loaded?.manifest.models ?? []).flatMap(({ name: model, metrics }) =>
    Object.entries(metrics).map(([metric, { mean: value }]) => ({
      ...{ value, dimensions: { model, metric } },
    })),
  );

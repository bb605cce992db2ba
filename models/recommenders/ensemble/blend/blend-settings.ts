import { type PartName, partNames } from '../parts/part-name.js';

/** How much a part counts, and how steeply its scores fall from its best: a part's best item adds `weight`. */
export interface PartShare {
  /** > 0 */
  readonly weight: number;
  /** Counting scores are raised to this power, learned ones multiplied by it before exp. > 0 */
  readonly sharpness: number;
}

/** The parts that count, and how much. */
export type Mixture = ReadonlyMap<PartName, PartShare>;

/** Lists and given items are mixed apart. */
export interface BlendSettings {
  readonly recommendations: Mixture;
  readonly rank: Mixture;
}

/** Parts with these weights, none sharpened. */
export function mixtureOf(weights: Partial<Record<PartName, number>>): Mixture {
  return new Map(
    partNames.flatMap((name) => {
      const weight = weights[name] ?? 0;
      return weight > 0 ? [[name, { weight, sharpness: 1 }] as const] : [];
    }),
  );
}

/**
 * What serves until a blend is fitted. Chosen on RSC15 clicks 1/64 and Amazon Beauty, where it is at least as good as
 * each of its parts.
 */
const untrained = mixtureOf({ 'session-knn': 1, 'co-visitation': 0.15, content: 0.05 });

export const untrainedBlend: BlendSettings = { recommendations: untrained, rank: untrained };

/**
 * 30 % likeness of content, 30 % what alike shoppers chose, 40 % what the session is after: each by the best of the
 * parts that are there.
 */
export function contentCollaborativeIntent(has: (part: PartName) => boolean): BlendSettings {
  const collaborative = (['ease', 'hybrid'] as const).find(has) ?? 'co-visitation';
  const intent = (['gru', 'two-tower'] as const).find(has) ?? 'session-knn';
  const mixture = mixtureOf({ content: 0.3, [collaborative]: 0.3, [intent]: 0.4 });
  return { recommendations: mixture, rank: mixture };
}

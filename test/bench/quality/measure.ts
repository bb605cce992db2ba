import type { Interaction } from '../../../shared/domain/event.js';
import type { Accept, Recommender } from '../../../shared/ports/recommender.js';

/** One case: what the model is told, and the item it should name. */
export interface Case {
  readonly history: readonly Interaction[];
  readonly target: string;
}

export interface Quality {
  readonly hitRate: number;
  readonly reciprocalRank: number;
  readonly gain: number;
  readonly cases: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

interface Protocol {
  readonly cases: Iterable<Case>;
  readonly cutoff: number;
  readonly now: number;
  /** What an answer to the case may hold; everything where absent. */
  readonly acceptFor?: (one: Case) => Accept;
}

/** Hit rate, mean reciprocal rank and NDCG at the cutoff over full rankings, and what an answer takes. */
export async function measure(recommender: Recommender, protocol: Protocol): Promise<Quality> {
  const times: number[] = [];
  let hits = 0;
  let reciprocal = 0;
  let gain = 0;
  for (const one of protocol.cases) {
    const accept = protocol.acceptFor?.(one) ?? (() => true);
    const query = { history: one.history, count: protocol.cutoff, now: protocol.now, accept };
    const started = performance.now();
    const answer = await recommender.recommend(query);
    times.push(performance.now() - started);
    const place = answer.findIndex((candidate) => candidate.itemId === one.target);
    if (place < 0) continue;
    hits += 1;
    reciprocal += 1 / (place + 1);
    gain += 1 / Math.log2(place + 2);
  }
  const cases = times.length;
  times.sort((a, b) => a - b);
  return {
    hitRate: hits / cases,
    reciprocalRank: reciprocal / cases,
    gain: gain / cases,
    cases,
    medianMs: times[Math.floor(cases / 2)] ?? 0,
    p95Ms: times[Math.floor(cases * 0.95)] ?? 0,
  };
}

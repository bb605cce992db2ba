import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../shared/domain/event.js';
import { byScore } from '../../shared/domain/ranking.js';
import type { Change } from '../../shared/ports/change-log.js';
import type { Recommender, RecommendQuery } from '../../shared/ports/recommender.js';

/** A recommender that has learned from the changes. */
export type Learn = (changes: readonly Change[]) => Promise<Recommender>;

export interface RecommenderTraits {
  /** Whether the model tells shoppers apart, or gives everybody one list. */
  readonly isPersonal: boolean;
}

const startMs = Date.UTC(2026, 0, 1);
const size = 12;

function itemIds(): readonly string[] {
  return Array.from({ length: size }, (_, index) => `item-${String(index).padStart(2, '0')}`);
}

function itemChange(id: string): Change {
  const item = { id, name: id, categories: [], tags: [], attributes: {} };
  return { kind: 'item', item: { ...item, isActive: true, createdAt: startMs } };
}

function view(user: number, itemId: string, step: number): Change {
  const event = { id: `${user}-${step}`, userId: `user-${user}`, itemId, type: 'view' };
  return { kind: 'event', event: { ...event, ts: startMs + user * 3_600_000 + step * 1_000 } };
}

/**
 * Even users touch the even items but one, odd users the odd ones but one; who misses which goes round. They go through
 * the items in a circle up to the missing one, which so is also the one that others took next.
 */
function checkerboard(): { readonly changes: readonly Change[]; readonly missing: string[] } {
  const ids = itemIds();
  const missing: string[] = [];
  const changes: Change[] = ids.map(itemChange);
  for (let user = 0; user < size; user += 1) {
    const taste = ids.filter((_, index) => index % 2 === user % 2);
    const place = (user >> 1) % taste.length;
    missing.push(taste[place] ?? '');
    const seen = [...taste.slice(place + 1), ...taste.slice(0, place)];
    changes.push(...seen.map((id, step) => view(user, id, step)));
  }
  return { changes, missing };
}

function historyOf(changes: readonly Change[], user: number): readonly Interaction[] {
  return changes.flatMap((change) =>
    change.kind === 'event' && change.event.userId === `user-${user}`
      ? [{ itemId: change.event.itemId, kind: 'view' as const, ts: change.event.ts }]
      : [],
  );
}

/** What every recommender must do. */
export function recommenderSuite(name: string, learn: Learn, traits: RecommenderTraits): void {
  const { changes, missing } = checkerboard();
  const query = (user: number, count: number): RecommendQuery => {
    const history = historyOf(changes, user);
    const seen = new Set(history.map((step) => step.itemId));
    return { history, count, now: startMs + 86_400_000, accept: (id) => !seen.has(id) };
  };

  describe(`recommender ${name}`, () => {
    if (traits.isPersonal) {
      it('puts the one item of a taste that is missing first', async () => {
        const recommender = await learn(changes);
        for (let user = 0; user < size; user += 1) {
          const [first] = await recommender.recommend(query(user, 3));
          expect(first?.itemId).toBe(missing[user]);
        }
      });
    }

    it('gives what there is where more is asked than exists, none twice and all accepted', async () => {
      const recommender = await learn(changes);
      const wanted = query(0, 1_000);
      const ids = (await recommender.recommend(wanted)).map((candidate) => candidate.itemId);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => itemIds().includes(id) && wanted.accept(id))).toBe(true);
    });

    it('gives at most what is asked, and nothing for a count of nothing', async () => {
      const recommender = await learn(changes);
      expect(await recommender.recommend(query(0, 1))).toHaveLength(1);
      expect(await recommender.recommend(query(0, 0))).toEqual([]);
    });

    it('orders by score, which is never negative, and equal scores by id', async () => {
      const recommender = await learn(changes);
      const answer = await recommender.recommend(query(1, 1_000));
      expect(answer).toEqual([...answer].sort(byScore));
      expect(answer.every(({ score }) => score >= 0 && Number.isFinite(score))).toBe(true);
    });

    it('names only items of the history as reasons', async () => {
      const recommender = await learn(changes);
      const wanted = query(2, 1_000);
      const known = new Set(wanted.history.map((step) => step.itemId));
      for (const { reason } of await recommender.recommend(wanted)) {
        if ('because' in reason) expect(known).toContain(reason.because);
      }
    });

    it('never shows what the shopper dismissed', async () => {
      const recommender = await learn(changes);
      const wanted = query(0, 1_000);
      const dismissed = missing[0] ?? '';
      const history = [
        ...wanted.history,
        { itemId: dismissed, kind: 'dismiss' as const, ts: wanted.now },
      ];
      const ids = (await recommender.recommend({ ...wanted, history })).map((one) => one.itemId);
      expect(ids).not.toContain(dismissed);
    });

    it('stops for a signal that is aborted', async () => {
      const recommender = await learn(changes);
      const reason = new Error('the caller left');
      await expect(recommender.recommend(query(0, 3), AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
    });

    it('answers the same question the same way', async () => {
      const first = await learn(changes);
      const second = await learn(changes);
      const answer = await first.recommend(query(3, 1_000));
      expect(await first.recommend(query(3, 1_000))).toEqual(answer);
      expect(await second.recommend(query(3, 1_000))).toEqual(answer);
    });

    it('has nothing to say before it has learned anything', async () => {
      const recommender = await learn([]);
      const nobody: RecommendQuery = { history: [], count: 5, now: startMs, accept: () => true };
      expect(await recommender.recommend(nobody)).toEqual([]);
    });
  });
}

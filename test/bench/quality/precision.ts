import { createCountingModels } from '../../../models/recommenders/counting-models.js';
import { builtInEventTypes } from '../../../shared/domain/event.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { Change } from '../../../shared/ports/change-log.js';
import { itemChange } from './sessions.js';

interface Rating {
  readonly user: string;
  readonly item: string;
  readonly stars: number;
  readonly ts: number;
}

function parse(line: string): Rating {
  const [user = '', item = '', stars = '0', seconds = '0'] = line.split('\t');
  return { user, item, stars: Number(stars), ts: Number(seconds) * 1_000 };
}

const liked = 4;
const cutoff = 10;

function eventOf({ user, item, stars, ts }: Rating, index: number): Change {
  const type = stars >= liked ? 'like' : 'view';
  return { kind: 'event', event: { id: `${index}`, userId: user, itemId: item, type, ts } };
}

function itemsByUser(ratings: readonly Rating[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byUser = new Map<string, Set<string>>();
  for (const { user, item } of ratings) {
    byUser.set(user, (byUser.get(user) ?? new Set<string>()).add(item));
  }
  return byUser;
}

/** Share of the ten recommended that the user rated 4 or 5 in the test set, mean over users with such. */
export async function measurePrecision(
  trainLines: readonly string[],
  testLines: readonly string[],
  names: readonly ModelName[],
): Promise<ReadonlyMap<ModelName, number>> {
  const train = trainLines.map(parse);
  const models = createCountingModels({ eventTypes: builtInEventTypes });
  const items = new Set([...train, ...testLines.map(parse)].map((rating) => rating.item));
  models.follower.apply([...items].map(itemChange));
  models.follower.apply(train.map(eventOf));
  const now = train.reduce((latest, rating) => Math.max(latest, rating.ts), 0);
  const wanted = itemsByUser(testLines.map(parse).filter((rating) => rating.stars >= liked));
  const seen = itemsByUser(train);
  const result = new Map<ModelName, number>();
  for (const name of names) {
    let sum = 0;
    for (const [user, hits] of wanted) {
      const known = seen.get(user) ?? new Set();
      const history = models.histories.ofUser(user, 200) ?? [];
      const query = { history, count: cutoff, now, accept: (id: string) => !known.has(id) };
      const answer = (await models.recommenders.get(name)?.recommend(query)) ?? [];
      sum += answer.filter((candidate) => hits.has(candidate.itemId)).length / cutoff;
    }
    result.set(name, sum / wanted.size);
  }
  return result;
}

import { seededRandom } from '../../../shared/domain/random.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { trainingSetOf } from '../../support/training-set.js';
import { readLines } from '../quality/data.js';

/** A training set, and which of its items each of its shoppers chose afterwards. */
export interface HeldOut {
  readonly set: TrainingSet;
  readonly wanted: readonly ReadonlySet<string>[];
}

/** GroupLens' split ua of MovieLens-100K, every rating a view; undefined where the data is absent. */
export function movieLensSet(): HeldOut | undefined {
  const [train, test] = [readLines('ml-100k/ua.base'), readLines('ml-100k/ua.test')];
  if (train === undefined || test === undefined) return undefined;
  const users = [...new Set([...train, ...test].map((line) => fieldsOf(line).user))];
  const [chosen, wanted] = [train, test].map((lines) => byUser(lines, users));
  const items = [...new Set([...train, ...test].map((line) => fieldsOf(line).item))];
  return {
    set: trainingSetOf({ histories: chosen ?? [], items: items.map((id) => ({ id })) }),
    wanted: (wanted ?? []).map((ids) => new Set(ids)),
  };
}

function fieldsOf(line: string) {
  const [user = '', item = '', , seconds = '0'] = line.split('\t');
  return { user, item, seconds: Number(seconds) };
}

function byUser(lines: readonly string[], users: readonly string[]): readonly string[][] {
  const histories = new Map<string, string[]>(users.map((user) => [user, []]));
  const ratings = lines.map(fieldsOf).sort((a, b) => a.seconds - b.seconds);
  for (const { user, item } of ratings) histories.get(user)?.push(item);
  return [...histories.values()];
}

const made = { shoppers: 500, items: 2_016, each: 220, held: 20, tags: 500, tagsEach: 10 };

/**
 * 500 shoppers × 2,016 items × 100,000 choices: items have ten of 500 tags, shoppers like six of them and mostly choose
 * what has one, popular items more often.
 */
export function madeUpSet(): HeldOut {
  const random = seededRandom(11);
  const below = (limit: number) => Math.floor(random() * limit);
  const some = (count: number) => new Set(Array.from({ length: count }, () => below(made.tags)));
  const items = Array.from({ length: made.items }, (_, at) => ({
    id: `i-${at}`,
    tags: Array.from(some(made.tagsEach), (tag) => `t-${tag}`),
  }));
  const chosen = Array.from({ length: made.shoppers }, () => {
    const liked = new Set(Array.from(some(6), (tag) => `t-${tag}`));
    const choices = new Set<string>();
    while (choices.size < made.each) {
      const item = items[Math.floor(made.items * random() ** 1.5)];
      if (item === undefined) continue;
      if (item.tags.some((tag) => liked.has(tag)) || random() < 0.1) choices.add(item.id);
    }
    return [...choices];
  });
  return {
    set: trainingSetOf({ items, histories: chosen.map((ids) => ids.slice(made.held)) }),
    wanted: chosen.map((ids) => new Set(ids.slice(0, made.held))),
  };
}

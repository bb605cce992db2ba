import { beforeAll, describe, expect, it } from 'vitest';
import { itemMirror } from '../../../../../shared/adapters/memory/item-mirror.js';
import { itemNames } from '../../../../../shared/adapters/memory/item-names.js';
import type { Item } from '../../../../../shared/domain/item.js';
import { type Random, seededRandom } from '../../../../../shared/domain/random.js';
import { at, pick } from '../../../../../shared/domain/sample-shop/choice.js';
import { makeSampleShop } from '../../../../../shared/domain/sample-shop/sample-shop.js';
import { makeResolveName } from '../../../../../shared/use-cases/behaviors/resolve-name.js';
import { wordIndex } from '../../../../support/word-index.js';

const all = makeSampleShop(0).items;
/** Some of every category. */
const some = all.filter(({ isActive }, place) => isActive && place % 16 === 0);

function resolving(items: readonly Item[]) {
  const mirror = itemMirror();
  const names = itemNames(mirror);
  for (const follower of [mirror, names]) {
    follower.apply(items.map((item) => ({ kind: 'item', item })));
  }
  const catalog = { addMissing: async () => 1, get: async () => undefined };
  const textIndex = wordIndex(mirror);
  return makeResolveName({ names, items: mirror, textIndex, catalog, clock: () => 0 });
}

/** A letter dropped, doubled, mistaken, or swapped with the next. */
function slip(random: Random, name: string): string {
  const letters = [...name];
  const places = letters.flatMap((letter, place) => (/\p{L}/u.test(letter) ? [place] : []));
  const place = pick(random, places);
  const letter = at(letters, place);
  const kind = pick(random, ['drop', 'double', 'mistake', 'swap'] as const);
  if (kind === 'drop') letters.splice(place, 1);
  if (kind === 'double') letters.splice(place, 0, letter);
  if (kind === 'mistake') letters[place] = letter === 'x' ? 'z' : 'x';
  if (kind === 'swap') letters.splice(place, 2, ...letters.slice(place, place + 2).reverse());
  return letters.join('');
}

describe("The sample shop's names", () => {
  let resolveName: ReturnType<typeof resolving>;
  beforeAll(() => {
    resolveName = resolving(all);
  });

  it('are each their own', async () => {
    for (const { id, name } of some) {
      expect(await resolveName(name)).toMatchObject({ match: 'exact', item: { id } });
    }
  });

  it('are known with a slip of the pen in them', async () => {
    const random = seededRandom(11);
    for (const { id, name } of some) {
      const slipped = slip(random, name);
      expect((await resolveName(slipped)).item.id, `${slipped} for ${name}`).toBe(id);
    }
  });

  it('are not taken for those of others where their own item is missing', async () => {
    const missing = new Set(some.map(({ id }) => id));
    const resolveOther = resolving(all.filter(({ id }) => !missing.has(id)));
    for (const { name } of some) {
      const { match, item } = await resolveOther(name);
      expect(match, `${name}, taken for ${item.name}`).toBe('new');
    }
  });
});

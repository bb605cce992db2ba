import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import type { CosmosConnection } from '../../shared/adapters/cloud/cosmos/connection.js';
import { filterToSql } from '../../shared/adapters/cloud/cosmos/filter/filter-to-sql.js';
import { compileFilter } from '../../shared/domain/filter/evaluate.js';
import type { Expression } from '../../shared/domain/filter/expression.js';
import { parseFilter } from '../../shared/domain/filter/parse.js';
import type { Item } from '../../shared/domain/item.js';
import type { CosmosAccount } from '../support/cosmos-account.js';
import { arbitraryFilter, arbitraryItem } from '../unit/shared/domain/filter/arbitrary-filter.js';
import { item } from './store-under-test.js';

const seed = 20_261_130;

/** Names and values that would end a path or a text, if anything could. */
const hostileAttributes = {
  '"] OR true OR c["': 'x',
  "'; DROP": "' OR '1'='1",
  'a\\"b': '\\',
  __proto__x: 1,
  'ключ 🗝️': 'é',
  'a.b': true,
  _: false,
};

const named = [
  item('none'),
  item('hostile', { attributes: hostileAttributes }),
  item('lists', { attributes: { sizes: ['S', 2], empty: [], none: null }, tags: ['new', 'ü'] }),
  item('texts', { price: 3, seller: 'Tea & Co', description: 'long', currency: 'EUR', url: '/u' }),
  item('numbers', { price: -0.1, attributes: { colour: 3, sizes: 'S' }, isActive: false }),
];

const written = [
  "attributes.'\"] OR true OR c[\"' = 'x'",
  "attributes.'''; DROP' = ''' OR ''1''=''1'",
  "attributes.'ключ 🗝️' = 'é'",
  "attributes.'a\\\"b' = '\\'",
  "attributes.sizes has 'S' or attributes.sizes has 2",
  "not attributes.sizes has 'S'",
  'attributes.empty is null and attributes.none is null',
  'not (attributes.empty is null)',
  'price < 3',
  'not (price < 3)',
  "attributes.colour in ('blue', 3)",
  "not attributes.colour in ('blue', 3)",
  'not attributes.colour in (3, 4)',
  "attributes.colour != 'blue'",
  'is_active = false',
  'not is_active = false',
  "created_at >= date '2023-11-14'",
  "name >= 'Name of n' and name < 'Name of o'",
  "url is not null and description = 'long'",
];

interface Extent {
  readonly randomItems: number;
  readonly runs: number;
  /** Brackets within brackets that a server can read in time: the parser of one takes five times as long with each. */
  readonly mostNested?: number;
}

function nesting(condition: string): number {
  let [now, most] = [0, 0];
  for (const character of condition) {
    if (character === '(') now += 1;
    if (character === ')') now -= 1;
    most = Math.max(most, now);
  }
  return most;
}

/** What every filter finds on the service, compared with what the domain says. */
export function filterSuite(
  name: string,
  account: CosmosAccount,
  { randomItems, runs, mostNested = Number.POSITIVE_INFINITY }: Extent,
): void {
  describe(`${name} with a filter`, () => {
    let connection: CosmosConnection;
    let items: readonly Item[] = [];
    beforeAll(async () => {
      connection = await account.connect();
      const random = fc.sample(arbitraryItem, { numRuns: randomItems, seed });
      items = [...named, ...random.map((each, index) => ({ ...each, id: `random ${index}` }))];
      await cosmosCatalogStore(connection).upsert(items);
    });
    afterAll(() => connection.close());

    const found = async (filter: Expression) => {
      const page = await cosmosCatalogStore(connection).list({ limit: 1_000, filter });
      return page.items.map(({ id }) => id).toSorted();
    };
    const expected = (filter: Expression) => {
      const passes = compileFilter(filter);
      return items.flatMap((each) => (passes(each) ? [each.id] : [])).toSorted();
    };

    const isReadable = (filter: Expression) => nesting(filterToSql(filter).condition) <= mostNested;

    it.each(written)('finds what the domain says for %s', async (source) => {
      const filter = parseFilter(source);
      expect(await found(filter)).toEqual(expected(filter));
    });

    it('finds what the domain says for any filter', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryFilter.filter(isReadable), async (filter) => {
          expect(await found(filter)).toEqual(expected(filter));
        }),
        { seed, numRuns: runs },
      );
    });

    it('takes an unknown field for one that is missing everywhere', async () => {
      const compare = { kind: 'compare', field: 'c.tenant', operator: '=', value: 'x' } as const;
      expect(await found(compare)).toEqual([]);
      expect(await found({ kind: 'not', term: compare })).toEqual([]);
      expect(await found({ kind: 'null', field: 'attributes.' })).toHaveLength(items.length);
    });
  });
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogStore } from '../../shared/ports/catalog-store.js';
import type { TextIndex } from '../../shared/ports/text-index.js';
import { item } from './store-under-test.js';

export interface IndexedCatalogue {
  readonly catalog: CatalogStore;
  readonly textIndex: TextIndex;
  dispose(): Promise<void>;
}

const hostile: readonly string[] = [
  '"',
  'mug"',
  '" OR "cup',
  "'; DROP TABLE items; --",
  'mug*',
  'mug AND',
  'NOT',
  'NEAR(mug cup, 2)',
  '^mug',
  'name:mug',
  '{name}: mug',
  '-mug',
  '(mug',
  'mug + cup',
  'mug\u0000cup',
  'mug\uD800',
  '·',
  '%_\\',
];

/** What every text index must do. */
export function textIndexSuite(name: string, newIndex: () => Promise<IndexedCatalogue>): void {
  describe(`${name} as a text index`, () => {
    let shop: IndexedCatalogue;
    beforeEach(async () => {
      shop = await newIndex();
    });
    afterEach(() => shop.dispose());

    const search = (text: string, more: { limit?: number; isPrefix?: boolean } = {}) =>
      shop.textIndex.search({ text, limit: 10, ...more });
    const found = async (...args: Parameters<typeof search>) =>
      (await search(...args)).map(({ itemId }) => itemId);
    const stock = (names: Readonly<Record<string, string>>) =>
      shop.catalog.upsert(Object.entries(names).map(([id, each]) => item(id, { name: each })));

    it('finds nothing in an empty catalogue', async () => {
      expect(await search('mug')).toEqual([]);
    });

    it('finds items by their name, categories, tags, seller and description', async () => {
      await shop.catalog.upsert([
        item('by-name', { name: 'A turquoise mug' }),
        item('by-category', { categories: ['Turquoise things'] }),
        item('by-tag', { tags: ['round', 'turquoise'] }),
        item('by-seller', { seller: 'Turquoise & Sons' }),
        item('by-description', { description: 'Not red.\nIt is turquoise.' }),
        item('other'),
      ]);
      const ids = await found('turquoise');
      expect(ids.toSorted()).toEqual([
        'by-category',
        'by-description',
        'by-name',
        'by-seller',
        'by-tag',
      ]);
      expect(ids[0]).toBe('by-name');
      expect(ids.at(-1)).toBe('by-description');
    });

    it('takes words in any order, case, width and with or without accents', async () => {
      await stock({ brulee: 'Crème Brûlée Set, 350ml', other: 'Plate' });
      for (const text of [
        'set brulee',
        'CRÈME',
        '３５０ＭＬ',
        'crème-brûlée!',
        'bru\u0302le\u0301e',
      ]) {
        expect(await found(text), text).toEqual(['brulee']);
      }
    });

    it('puts items with more of the words first, and passes over words that none has', async () => {
      await stock({ both: 'Blue enamel mug', one: 'Blue plate', none: 'Lamp' });
      expect(await found('mug blue unheardof')).toEqual(['both', 'one']);
    });

    it('puts a rare word above a common one', async () => {
      await stock({ a: 'Blue mug', b: 'Blue plate', c: 'Blue lamp', d: 'Green kettle' });
      expect((await found('blue kettle'))[0]).toBe('d');
    });

    it.each([
      ['Korean', '도자기 머그컵을 담는 상자', ['머그컵', '도자기', '머그', '컵', '상자 머그컵']],
      ['Chinese', '新款女士休闲运动鞋', ['运动鞋', '女士', '鞋', '运']],
      ['Japanese', '陶器のマグカップ', ['マグカップ', 'カップ', '陶器', '器']],
      ['Thai', 'แก้วกาแฟเซรามิก', ['กาแฟ', 'แก้ว']],
      ['Russian', 'Кружка зелёная', ['КРУЖКА', 'зеленая']],
      ['Hindi', 'चाय का कप', ['कप', 'चाय']],
      ['Arabic', 'كوب أزرق', ['كوب', 'ازرق']],
      ['Greek', 'Μπλε κούπα', ['ΚΟΥΠΑ']],
    ])('finds %s items by their words or parts of them', async (_, whole, queries) => {
      await stock({
        wanted: whole,
        other: 'Enamel plate, 접시 盘子 皿 จาน тарелка थाली طبق πιάτο',
      });
      for (const text of queries) expect(await found(text), text).toEqual(['wanted']);
    });

    it('finds names by what has been typed so far', async () => {
      await stock({ mug: 'Stoneware mug', cup: 'Glass cup', korean: '블루투스 이어폰' });
      expect(await found('stone', { isPrefix: true })).toEqual(['mug']);
      expect(await found('s', { isPrefix: true })).toEqual(['mug']);
      expect(await found('mug sto', { isPrefix: true })).toEqual(['mug']);
      expect(await found('이어', { isPrefix: true })).toEqual(['korean']);
      expect(await found('stone')).toEqual([]);
      expect(await found('stone ', { isPrefix: true })).toEqual([]);
    });

    it('never finds an item that is switched off, and finds it again when it is back', async () => {
      await shop.catalog.upsert([item('mug', { name: 'Mug', isActive: false })]);
      expect(await found('mug')).toEqual([]);
      await shop.catalog.update('mug', (old) => ({ ...old, isActive: true }));
      expect(await found('mug')).toEqual(['mug']);
      await shop.catalog.update('mug', (old) => ({ ...old, isActive: false }));
      expect(await found('mug')).toEqual([]);
    });

    it('keeps in step with what is added, changed and removed', async () => {
      await shop.catalog.addMissing([item('mug', { name: 'Mug' }), item('mug', { name: 'Cup' })]);
      expect(await found('cup')).toEqual(['mug']);
      await stock({ mug: 'Beaker' });
      expect(await found('cup')).toEqual([]);
      expect(await found('beaker')).toEqual(['mug']);
      await shop.catalog.remove('mug');
      expect(await found('beaker')).toEqual([]);
      await stock({ mug: 'Mug again' });
      expect(await found('mug')).toEqual(['mug']);
    });

    it('is left as it was by a write that fails', async () => {
      await stock({ mug: 'Mug' });
      const bad = [item('cup', { name: 'Cup' }), item('bad\u0000', { name: 'Cup' })];
      await expect(shop.catalog.upsert(bad)).rejects.toMatchObject({ code: 'invalid' });
      expect(await found('cup')).toEqual([]);
      expect(await found('mug')).toEqual(['mug']);
    });

    it('gives positive scores, best first, equals by id, and no more than asked', async () => {
      const equals = Object.fromEntries(['d', 'b', 'a', 'c'].map((id) => [id, 'Blue mug']));
      await stock({ ...equals, best: 'Blue blue mug mug' });
      const all = await search('blue mug');
      expect(all.map(({ itemId }) => itemId)).toEqual(['best', 'a', 'b', 'c', 'd']);
      for (const { score } of all) expect(score).toBeGreaterThan(0);
      expect(await found('blue mug', { limit: 3 })).toEqual(['best', 'a', 'b']);
    });

    it.each(hostile)('takes %j for words or nothing at all', async (text) => {
      await stock({ mug: 'Mug', cup: 'Cup' });
      for (const isPrefix of [false, true]) {
        const ids = await found(text, { isPrefix });
        expect(ids.every((id) => text.toLowerCase().includes(id))).toBe(true);
      }
      expect(await found('cup')).toEqual(['cup']);
    });

    it.each([
      ['no text', ''],
      ['no word', ' ,.;!?🫖 '],
      ['a very long word', 'x'.repeat(1_000_000)],
      ['very many words', Array.from({ length: 20_000 }, (_, n) => `w${n}`).join(' ')],
      ['a very long word of Chinese', '鞋'.repeat(500_000)],
    ])('finds nothing for %s', async (_, text) => {
      await stock({ mug: 'Mug' });
      expect(await found(text)).toEqual([]);
    });

    it('finds an item by the words at the beginning of a book', async () => {
      const description = `Turquoise ${'words and more words '.repeat(50_000)}`;
      await shop.catalog.upsert([item('book', { description })]);
      expect(await found('turquoise')).toEqual(['book']);
    });
  });
}

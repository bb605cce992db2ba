import { describe, expect, test } from 'vitest';
import { parse, queryPlan, run } from '../../../support/cosmos-server/sql/engine.js';
import type { ContainerFacts } from '../../../support/cosmos-server/sql/facts.js';
import { stem } from '../../../support/cosmos-server/sql/functions/text/stem.js';
import type { Json } from '../../../support/cosmos-server/sql/syntax/tree.js';

const facts: ContainerFacts = {
  fullTextPolicy: { fullTextPaths: [{ path: '/text', language: 'en-US' }, { path: '/other' }] },
  indexingPolicy: { fullTextIndexes: [{ path: '/text' }] },
};

const documents = [
  { id: '1', text: 'The red mountain bicycle' },
  { id: '2', text: 'Mountains and bicycles, red' },
  { id: '3', text: 'A bicycle on a red mountain road' },
  { id: '4', text: 7 },
  { id: '5' },
];

function results(query: string): readonly Json[] {
  return run(parse({ query }), documents, facts).results;
}

describe('the stem of a word', () => {
  // Examples of Porter's paper, rule by rule.
  test.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['cats', 'cat'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['motoring', 'motor'],
    ['sing', 'sing'],
    ['conflated', 'conflat'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['sky', 'sky'],
    ['relational', 'relat'],
    ['digitizer', 'digit'],
    ['operator', 'oper'],
    ['hopefulness', 'hope'],
    ['electrical', 'electr'],
    ['adoption', 'adopt'],
    ['adjustment', 'adjust'],
    ['rate', 'rate'],
    ['controll', 'control'],
  ])('of %s is %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });
});

describe('full-text search', () => {
  test('finds other forms of a word, in any case', () => {
    expect(results("SELECT VALUE c.id FROM c WHERE FullTextContains(c.text, 'BICYCLES')")).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  test('finds a phrase only where its words are next to each other', () => {
    const query = "SELECT VALUE c.id FROM c WHERE FullTextContains(c.text, 'red mountains')";
    expect(results(query)).toEqual(['1', '3']);
  });

  test('finds all or any of several terms', () => {
    const all = "SELECT VALUE c.id FROM c WHERE FullTextContainsAll(c.text, 'road', 'red')";
    const any = "SELECT VALUE c.id FROM c WHERE FullTextContainsAny(c.text, 'road', 'nothing')";
    expect(results(all)).toEqual(['3']);
    expect(results(any)).toEqual(['3']);
  });

  test('finds nothing by a stop word', () => {
    expect(results("SELECT VALUE c.id FROM c WHERE FullTextContains(c.text, 'the')")).toEqual([]);
  });

  test('says undefined of what is no text', () => {
    expect(results("SELECT VALUE c.id FROM c WHERE NOT FullTextContains(c.text, 'blue')")).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  test('scores by BM25 over the statistics that it is given', () => {
    const query = `SELECT c.id, _FullTextScore(c.text, ['bicycle'], 4, 8, [1]) AS score FROM c`;
    const [first, , third, fourth] = results(query);
    // idf = ln(1 + 3.5 / 1.5), term once; 3 and 4 words where the average is 2.
    const idf = Math.log(1 + 3.5 / 1.5);
    const score = (words: number) => (idf * 2.2) / (1 + 1.2 * (0.25 + (0.75 * words) / 2));
    expect(first).toEqual({ id: '1', score: expect.closeTo(score(3), 12) });
    expect(third).toEqual({ id: '3', score: expect.closeTo(score(4), 12) });
    expect(fourth).toEqual({ id: '4' });
  });
});

describe('full-text search is refused', () => {
  test.each([
    ["SELECT * FROM c WHERE FullTextContains(c.name, 'x')", 'needs a path'],
    ["SELECT FullTextScore(c.text, 'x') AS s FROM c", 'only be used in an ORDER BY RANK'],
    [
      "SELECT TOP 1 * FROM c ORDER BY FullTextScore(c.text, 'x')",
      'only be used in an ORDER BY RANK',
    ],
    ["SELECT TOP 1 * FROM c ORDER BY RANK FullTextScore(c.other, 'x')", 'needs a full text index'],
    ["SELECT * FROM c WHERE FullTextContainsAny(c.text, ['x', 'y'])", 'must be strings'],
    ['SELECT TOP 1 * FROM c ORDER BY RANK FullTextScore(c.text, 7)', 'must be strings'],
    ['SELECT TOP 1 * FROM c ORDER BY RANK LENGTH(c.text)', 'must be followed by'],
    ["SELECT TOP 1 * FROM c ORDER BY RANK FullTextScore(c.text, 'x') DESC", 'near'],
  ])('for %s', (query, message) => {
    expect(() => queryPlan(parse({ query }), facts)).toThrow(message);
  });

  test('without the plan that collects the statistics', () => {
    const query = "SELECT TOP 1 * FROM c ORDER BY RANK FullTextScore(c.text, 'x')";
    expect(() => run(parse({ query }), documents, facts)).toThrow('by its query plan');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packList, unpackList } from '../../../../../shared/adapters/memory/packed-list.js';
import type { Candidate, Reason } from '../../../../../shared/domain/ranking.js';

const subject = fc.constantFrom('mug', 'cup', '__proto__', '');
const category = fc
  .option(subject, { nil: undefined })
  .map((name) => (name === undefined ? {} : { category: name }));
const reason: fc.Arbitrary<Reason> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'viewed',
        'liked',
        'carted',
        'ordered',
        'bought-together',
        'similar',
        'similar-shoppers',
      ),
      subject,
    )
    .map(([kind, because]): Reason => ({ kind, because })),
  fc
    .tuple(fc.boolean(), category)
    .map(([thisWeek, where]): Reason => ({ kind: 'popular', thisWeek, ...where })),
  fc
    .tuple(fc.constantFrom('trending', 'new'), category)
    .map(([kind, where]): Reason => ({ kind, ...where })),
  fc.constant<Reason>({ kind: 'catalogue' }),
);
const candidate: fc.Arbitrary<Candidate> = fc.record(
  { itemId: fc.string(), score: fc.double({ noNaN: true }), reason },
  { noNullPrototype: true },
);

describe('a packed list', () => {
  it('unpacks to what it was', () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 60 }), (candidates) => {
        const list = { id: 'answer', model: 'blend', basis: '7', candidates };
        expect(unpackList(packList(list))).toStrictEqual(list);
      }),
    );
  });

  it('holds equal reasons once', () => {
    const because = (itemId: string, of: string): Candidate => ({
      itemId,
      score: 1,
      reason: { kind: 'viewed', because: of },
    });
    const candidates = [because('a', 'mug'), because('b', 'cup'), because('c', 'mug')];
    const { reasons } = packList({ id: 'answer', model: 'blend', basis: '7', candidates });
    expect(reasons).toEqual([candidates[0]?.reason, candidates[1]?.reason]);
  });
});

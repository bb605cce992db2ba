import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Lexicon,
  packList,
  unpackList,
} from '../../../../../shared/adapters/memory/packed-list.js';
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
        const lexicon = new Lexicon();
        expect(unpackList(packList(list, lexicon), lexicon)).toStrictEqual(list);
      }),
    );
  });

  it('takes 17 bytes a candidate, whatever its ids', () => {
    const itemId = 'a long id '.repeat(20);
    const reason = { kind: 'viewed', because: itemId } as const;
    const candidates = Array.from({ length: 10 }, () => ({ itemId, score: 1, reason }));
    const list = { id: 'answer', model: 'blend', basis: '7', candidates };
    expect(packList(list, new Lexicon()).columns.byteLength).toBe(170);
  });
});

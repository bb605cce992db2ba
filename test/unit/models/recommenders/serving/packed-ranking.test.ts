import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  RankingPacker,
  RankingUnpacker,
} from '../../../../../models/recommenders/serving/packed-ranking.js';

const ranking = fc.record({
  itemIds: fc.uniqueArray(fc.string()),
  scores: fc.float32Array(),
});

test('what was packed comes out again, message by message', () => {
  fc.assert(
    fc.property(fc.array(fc.array(ranking)), (messages) => {
      const packer = new RankingPacker();
      const unpacker = new RankingUnpacker();
      for (const rankings of messages) {
        const packed = rankings.map((one) => packer.pack(one));
        unpacker.addIds(packer.takeNewIds());
        expect(packed.map((one) => unpacker.unpack(one))).toEqual(rankings);
      }
    }),
  );
});

test('an id crosses once', () => {
  const packer = new RankingPacker();
  const scores = Float32Array.of(2, 1);
  expect(packer.pack({ itemIds: ['a', 'b'], scores }).items).toEqual(Int32Array.of(0, 1));
  expect(packer.takeNewIds()).toEqual(['a', 'b']);
  expect(packer.pack({ itemIds: ['b', 'c'], scores }).items).toEqual(Int32Array.of(1, 2));
  expect(packer.takeNewIds()).toEqual(['c']);
});

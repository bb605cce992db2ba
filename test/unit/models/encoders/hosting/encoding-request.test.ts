import { describe, expect, it } from 'vitest';
import { EncodingRequest } from '../../../../../models/encoders/hosting/encoding-request.js';
import type { Batch } from '../../../../../models/encoders/hosting/messages.js';
import { WaitingLine } from '../../../../../models/encoders/hosting/waiting-line.js';

const textsOf = (batch: Batch | undefined) => (batch && 'texts' in batch ? batch.texts : []);
/** Each text as its length, twice. */
const lengths = (batch: Batch) => ({
  vectors: Float32Array.from(textsOf(batch).flatMap(({ length }) => [length, length])),
  truncated: textsOf(batch).map(({ length }) => length > 3),
});

describe('A request', () => {
  it('is taken off in batches of texts of about one length, and answered in its own order', async () => {
    const request = new EncodingRequest({ texts: ['four', 'a', 'sixsix', '머그', 'bb'] }, 2);
    const batches = [];
    while (request.waiting > 0) batches.push(request.take(2));
    expect(batches.map(({ batch }) => textsOf(batch))).toEqual([
      ['a', 'bb'],
      ['four', 'sixsix'],
      ['머그'],
    ]);
    for (const taken of batches.toReversed()) taken.settle(lengths(taken.batch));
    expect(await request.result).toEqual({
      vectors: Float32Array.of(4, 4, 1, 1, 6, 6, 2, 2, 2, 2),
      truncated: [true, false, true, false, false],
    });
  });

  it('takes pictures in their order, without the memory that their pixels are a view of', () => {
    const pool = new Uint8Array(100);
    const pictures = [3, 12].map((length) => ({
      ...{ width: length / 3, height: 1 },
      pixels: pool.subarray(0, length),
    }));
    const { batch } = new EncodingRequest({ pictures }, 2).take(2);
    const sent = 'pictures' in batch ? batch.pictures : [];
    expect(sent).toEqual(pictures);
    expect(sent.map(({ pixels }) => pixels.buffer.byteLength)).toEqual([3, 12]);
  });

  it('that has failed stays failed', async () => {
    const request = new EncodingRequest({ texts: ['a', 'b'] }, 1);
    const [first, second] = [request.take(1), request.take(1)];
    first.fail(new Error('the thread died'));
    second.settle({ vectors: Float32Array.of(1) });
    await expect(request.result).rejects.toThrow('the thread died');
  });
});

describe('A line of requests', () => {
  it('lets each give a batch in turn', () => {
    const line = new WaitingLine();
    line.add(new EncodingRequest({ texts: ['a', 'a', 'a', 'a', 'a'] }, 1));
    line.add(new EncodingRequest({ texts: ['b'] }, 1));
    expect(line.size).toBe(6);
    const given = [];
    while (line.size > 0) given.push(textsOf(line.next(2)?.batch).join(''));
    expect(given).toEqual(['aa', 'b', 'aa', 'a']);
    expect(line.next(2)).toBeUndefined();
  });

  it('forgets those who leave and rejects those who remain', async () => {
    const line = new WaitingLine();
    const [one, two] = ['a', 'b'].map((text) => new EncodingRequest({ texts: [text] }, 1));
    if (!one || !two) throw new Error('expected two requests');
    line.add(one);
    line.add(two);
    line.remove(one);
    expect(line.size).toBe(1);
    line.rejectAll(new Error('closing'));
    await expect(two.result).rejects.toThrow('closing');
    expect(line.size).toBe(0);
  });
});

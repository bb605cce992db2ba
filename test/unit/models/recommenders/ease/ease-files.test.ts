import { describe, expect, it } from 'vitest';
import { decodeEase, encodeEase } from '../../../../../models/recommenders/ease/ease-files.js';

const parts = {
  itemIds: ['a', 'b'],
  weights: {
    starts: Int32Array.of(0, 1, 2),
    columns: Uint16Array.of(1, 0),
    weights: Int8Array.of(127, -127),
    scales: Float32Array.of(0.5, 0.25),
  },
};
const text = (value: string) => new TextEncoder().encode(value);

describe('the files of EASE', () => {
  it('give back what they were made of', () => {
    expect(decodeEase(encodeEase(parts))).toEqual(parts);
  });

  it.each([
    ['nothing', new Map(), 'ease.json is missing among no files'],
    ['no JSON', new Map([['ease.json', text('{')]]), 'not JSON'],
    ['a later format', new Map([['ease.json', text('{"format":2}')]]), 'format 2, expected 1'],
    ['no items', new Map([['ease.json', text('{"format":1}')]]), 'lacks itemIds'],
    [
      'a short file',
      new Map([...encodeEase(parts), ['weights.i8', new Uint8Array(1)]]),
      'weights.i8 has 1 bytes, expected 2',
    ],
    [
      'a column beyond the items',
      new Map([...encodeEase(parts), ['columns.u16', Uint8Array.of(9, 0, 0, 0)]]),
      'beyond its items',
    ],
  ])('are refused with %s', (_, files, complaint) => {
    expect(() => decodeEase(files)).toThrow(complaint);
  });
});

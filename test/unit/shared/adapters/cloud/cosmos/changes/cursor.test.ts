import { describe, expect, it } from 'vitest';
import { isCovered } from '../../../../../../../shared/adapters/cloud/cosmos/changes/covers.js';
import {
  type Cursor,
  cursorCodec,
} from '../../../../../../../shared/adapters/cloud/cosmos/changes/cursor.js';
import {
  furthest,
  logEndsOf,
} from '../../../../../../../shared/adapters/cloud/cosmos/changes/session-token.js';

const range = { min: '05C1', max: '05C1FF', continuation: '"17"' };
const place = (partition: string, reached: number) => ({ ...range, partition, reached });
const at = (...places: ReturnType<typeof place>[]): Cursor => ({ kind: 'place', places });
const written = (...ends: [string, number][]): Cursor => ({ kind: 'written', ends: new Map(ends) });

describe('A session token', () => {
  it('is read in the forms that the service gives it', () => {
    expect([...logEndsOf('0:-1#17')]).toEqual([['0', 17]]);
    expect([...logEndsOf('0:1#17#2=15#3=9,12:-1#4')]).toEqual([
      ['0', 17],
      ['12', 4],
    ]);
  });

  it.each([undefined, '', '17', '0:17', 'a#b', '0:-1#'])('is unknown as %s', (token) => {
    expect(() => logEndsOf(token)).toThrow('session token');
  });

  it('goes as far as the furthest of many', () => {
    const all = ['0:-1#17', '1:-1#3', '0:-1#12'].map(logEndsOf);
    expect([...furthest(all)]).toEqual([
      ['0', 17],
      ['1', 3],
    ]);
  });
});

describe('A cursor', () => {
  const codec = cursorCodec('container', 'tenant');
  const places = [place('0', 17), { ...range, partition: '', reached: -1 }];
  const ends = new Map([
    ['0', 17],
    ['12', 4],
  ]);

  it('comes back as it was', () => {
    expect(codec.parse(codec.place(places))).toEqual({ kind: 'place', places });
    expect(codec.parse(codec.written(ends))).toEqual({ kind: 'written', ends });
    expect(codec.parse(codec.written(new Map()))).toEqual({ kind: 'written', ends: new Map() });
  });

  it('fits a header of 200 characters where it stands for writes', () => {
    const many = Array.from({ length: 12 }, (_, at) => [`${100 + at}`, 12_345_678] as const);
    expect(codec.written(new Map(many)).length).toBeLessThan(200);
  });

  it.each([
    ['another container', cursorCodec('other', 'tenant')],
    ['another tenant', cursorCodec('container', 'other')],
  ])('of %s is refused', (_, other) => {
    expect(() => codec.parse(other.place(places))).toThrow('cursor');
    expect(() => codec.parse(other.written(ends))).toThrow('cursor');
  });

  it('that was changed is refused', () => {
    const text = codec.place(places);
    expect(() => codec.parse(`${text.slice(0, 20)}!`)).toThrow('cursor');
    expect(() => codec.parse(`${codec.written(ends)}-x`)).toThrow('cursor');
    expect(() => codec.parse(text.replace('p1.', 'p2.'))).toThrow('cursor');
  });
});

describe('Who has read up to a place', () => {
  it('has seen what was written before it in each partition', () => {
    expect(isCovered(at(place('0', 17), place('1', 5)), written(['0', 17], ['1', 4]))).toBe(true);
    expect(isCovered(at(place('0', 17), place('1', 3)), written(['0', 17], ['1', 4]))).toBe(false);
    expect(isCovered(undefined, written(['0', 1]))).toBe(false);
    expect(isCovered(undefined, written())).toBe(true);
  });

  it('has seen as much of a partition as of the part of it that was read least', () => {
    const least = at(place('0', 17), place('0', 9));
    expect(isCovered(least, written(['0', 9]))).toBe(true);
    expect(isCovered(least, written(['0', 10]))).toBe(false);
  });

  it('has seen what a partition held that has split since all its parts are read so far', () => {
    expect(isCovered(at(place('1', 17), place('2', 12)), written(['0', 12]))).toBe(true);
    expect(isCovered(at(place('1', 17), place('2', 11)), written(['0', 12]))).toBe(false);
  });

  it('has by a write alone not seen what others wrote elsewhere', () => {
    expect(isCovered(written(['0', 17]), written(['1', 1]))).toBe(false);
    expect(isCovered(written(['0', 17]), written(['0', 16]))).toBe(true);
  });
});

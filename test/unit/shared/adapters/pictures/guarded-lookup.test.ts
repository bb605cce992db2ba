import { expect, test } from 'vitest';
import {
  guardedLookup,
  type Resolve,
} from '../../../../../shared/adapters/pictures/guarded-lookup.js';

const two: Resolve = async () => [
  { address: '8.8.8.8', family: 4 },
  { address: '2606:4700::1111', family: 6 },
];

const answersOf = (resolve: Resolve, all: boolean, mayBePrivate = false) =>
  new Promise<readonly unknown[]>((done) => {
    guardedLookup(resolve, mayBePrivate)('shop.example', { all }, (...answers) => done(answers));
  });

test('a connection gets all addresses where it asks for all, and else the first', async () => {
  expect(await answersOf(two, true)).toEqual([null, await two('')]);
  expect(await answersOf(two, false)).toEqual([null, '8.8.8.8', 4]);
});

test('one address that is not public refuses them all, unless the host is open', async () => {
  const mixed: Resolve = async () => [...(await two('')), { address: '10.0.0.1', family: 4 }];
  expect((await answersOf(mixed, true))[0]).toMatchObject({ code: 'invalid' });
  expect((await answersOf(mixed, true, true))[0]).toBeNull();
});

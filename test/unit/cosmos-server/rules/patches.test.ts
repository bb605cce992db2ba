import { describe, expect, test } from 'vitest';
import { applyPatch } from '../../../support/cosmos-server/items/patch/apply-patch.js';
import type { PatchOperation } from '../../../support/cosmos-server/items/patch/patch-operation.js';
import { ServiceError } from '../../../support/cosmos-server/wire/service-error.js';

const bike = { id: 'bike', stock: 3, tags: ['a', 'b'], size: { width: 1, unit: 'm' } };

/** "Partial document update in Azure Cosmos DB", supported operations. */
describe('A patch', () => {
  test.each<[string, PatchOperation, object]>([
    ['adds a property', { op: 'add', path: '/color', value: 'red' }, { color: 'red' }],
    ['adds over a property', { op: 'add', path: '/stock', value: 4 }, { stock: 4 }],
    ['adds into an array', { op: 'add', path: '/tags/1', value: 'x' }, { tags: ['a', 'x', 'b'] }],
    ['adds to an array', { op: 'add', path: '/tags/-', value: 'x' }, { tags: ['a', 'b', 'x'] }],
    ['sets an element', { op: 'set', path: '/tags/1', value: 'x' }, { tags: ['a', 'x'] }],
    [
      'sets a nested property',
      { op: 'set', path: '/size/width', value: 2 },
      { size: { width: 2, unit: 'm' } },
    ],
    ['replaces a property', { op: 'replace', path: '/stock', value: 0 }, { stock: 0 }],
    ['removes an element', { op: 'remove', path: '/tags/0' }, { tags: ['b'] }],
    ['counts down', { op: 'incr', path: '/stock', value: -1 }, { stock: 2 }],
    ['counts from nothing', { op: 'incr', path: '/sold', value: 2 }, { sold: 2 }],
    [
      'moves a property',
      { op: 'move', from: '/size/width', path: '/width' },
      { width: 1, size: { unit: 'm' } },
    ],
  ])('%s', (_, operation, changed) => {
    expect(applyPatch(bike, operation)).toEqual({ ...bike, ...changed });
  });

  test.each<[string, PatchOperation]>([
    ['replace what is not there', { op: 'replace', path: '/color', value: 'red' }],
    ['remove what is not there', { op: 'remove', path: '/color' }],
    ['move what is not there', { op: 'move', from: '/color', path: '/paint' }],
    ['set below what is not there', { op: 'set', path: '/a/b', value: 1 }],
    ['set below what has no parts', { op: 'set', path: '/stock/b', value: 1 }],
    ['set beyond the end of an array', { op: 'set', path: '/tags/3', value: 'x' }],
    ['count in words', { op: 'incr', path: '/tags/0', value: 1 }],
  ])('does not %s', (_, operation) => {
    expect(() => applyPatch(bike, operation)).toThrow(ServiceError);
  });

  test('leaves the document it is given as it was', () => {
    const before = structuredClone(bike);
    applyPatch(bike, { op: 'remove', path: '/tags/0' });
    expect(bike).toEqual(before);
  });
});

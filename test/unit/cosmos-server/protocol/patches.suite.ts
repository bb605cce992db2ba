import type { PatchOperation } from '@azure/cosmos';
import { expect } from 'vitest';
import { codeOf, shoeSuite } from './shoes.js';

const setN: PatchOperation[] = [{ op: 'set', path: '/n', value: 2 }];

export const patchSuite = shoeSuite('Patches', (shop, { behaviour }) => {
  behaviour('a patch sets, increments, adds and removes', async () => {
    const { resource } = await shop()
      .item('i2', 'p2')
      .patch([
        { op: 'set', path: '/n', value: 1 },
        { op: 'incr', path: '/b', value: 5 },
        { op: 'add', path: '/tags/-', value: 'new' },
        { op: 'remove', path: '/nest' },
      ]);
    expect(resource).toMatchObject({ n: 1, b: 7, tags: ['z', 'new'] });
    expect(resource).not.toHaveProperty('nest');
  });

  behaviour('a patch whose condition does not hold is refused', async () => {
    const patch = { condition: 'FROM c WHERE c.a = 99', operations: setN };
    expect(await codeOf(shop().item('i5', 'p2').patch(patch))).toBe(412);
  });

  behaviour('a patch whose condition holds is done', async () => {
    const patch = { condition: 'FROM c WHERE c.a = 3', operations: setN };
    expect((await shop().item('i8', 'p2').patch(patch)).resource).toMatchObject({ n: 2 });
  });

  behaviour('a patch with a stale ETag is refused', async () => {
    const accessCondition = { type: 'IfMatch', condition: '"nope"' };
    expect(await codeOf(shop().item('i5', 'p2').patch(setN, { accessCondition }))).toBe(412);
  });

  behaviour('a patch may not touch the id or the partition key', async () => {
    for (const path of ['/id', '/pk']) {
      const patch: PatchOperation[] = [{ op: 'set', path, value: 'other' }];
      expect(await codeOf(shop().item('i5', 'p2').patch(patch))).toBe(400);
    }
  });

  behaviour('a patch of what is not there is refused', async () => {
    const patch: PatchOperation[] = [{ op: 'remove', path: '/nothing' }];
    expect(await codeOf(shop().item('i5', 'p2').patch(patch))).toBe(400);
  });
});

import type { OperationInput } from '@azure/cosmos';
import { expect } from 'vitest';
import { shoe, shoeSuite } from './shoes.js';

const create = (id: string): OperationInput => ({
  operationType: 'Create',
  resourceBody: { id, pk: 'p0' },
});

export const batchSuite = shoeSuite('Batches', (shop, { behaviour }) => {
  const batch = async (operations: OperationInput[]) => {
    const { code, result } = await shop().items.batch(operations, 'p0');
    return { code, statuses: result?.map(({ statusCode }) => statusCode), result };
  };

  behaviour('a batch does one thing after the other', async () => {
    const { statuses } = await batch([
      create('b1'),
      { operationType: 'Upsert', resourceBody: { id: 'b2', pk: 'p0' } },
      { operationType: 'Read', id: 'i0' },
      { operationType: 'Replace', id: 'b1', resourceBody: { id: 'b1', pk: 'p0', v: 2 } },
      { operationType: 'Delete', id: 'b2' },
      { operationType: 'Delete', id: 'b1' },
    ]);
    expect(statuses).toEqual([201, 201, 200, 200, 204, 204]);
  });

  behaviour('a batch may patch', async () => {
    const operations = [{ op: 'set' as const, path: '/v', value: 9 }];
    const { result } = await batch([
      { operationType: 'Patch', id: 'i3', resourceBody: { operations } },
    ]);
    expect(result?.[0]).toMatchObject({ statusCode: 200, resourceBody: { v: 9 } });
  });

  behaviour('a batch of which one thing fails does nothing', async () => {
    const { code, statuses } = await batch([create('roll'), create('i0')]);
    expect([code, statuses]).toEqual([207, [424, 409]]);
    expect((await shop().item('roll', 'p0').read()).statusCode).toBe(404);
  });

  behaviour('a stale ETag in a batch is refused', async () => {
    const { statuses } = await batch([
      { operationType: 'Replace', id: 'i0', ifMatch: '"x"', resourceBody: { ...shoe(0) } },
    ]);
    expect(statuses).toEqual([412]);
  });

  behaviour('bulk writes into many partitions at once', async () => {
    const found = await shop().items.executeBulkOperations([
      { operationType: 'Upsert', partitionKey: 'p0', resourceBody: { id: 'k3', pk: 'p0' } },
      { operationType: 'Upsert', partitionKey: 'p1', resourceBody: { id: 'k4', pk: 'p1' } },
      { operationType: 'Delete', partitionKey: 'p0', id: 'k3' },
      { operationType: 'Delete', partitionKey: 'p1', id: 'k4' },
    ]);
    expect(found.map(({ response }) => response?.statusCode)).toEqual([201, 201, 204, 204]);
  });

  behaviour('bulk tells of each failure alone', async () => {
    const found = await shop().items.executeBulkOperations([
      { operationType: 'Create', partitionKey: 'p0', resourceBody: { id: 'i0', pk: 'p0' } },
      { operationType: 'Upsert', partitionKey: 'p1', resourceBody: { id: 'k5', pk: 'p1' } },
    ]);
    const codes = found.map(({ response, error }) => response?.statusCode ?? error?.code);
    expect(codes).toEqual([409, 201]);
    await shop().item('k5', 'p1').delete();
  });
});

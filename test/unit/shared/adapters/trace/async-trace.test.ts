import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { asyncTrace } from '../../../../../shared/adapters/trace/async-trace.js';
import { originOf } from '../../../../../shared/domain/trace-context.js';

it('keeps apart what goes on at the same time, through all that is awaited', async () => {
  const trace = asyncTrace();
  const seen = await Promise.all(
    ['a', 'b'].map((requestId) =>
      trace.within({ requestId }, async () => {
        await setImmediate();
        return trace.current();
      }),
    ),
  );
  expect(seen.map((context) => context?.requestId)).toEqual(['a', 'b']);
  expect(new Set(seen.map((context) => context?.traceId)).size).toBe(2);
  expect(trace.current()).toBeUndefined();
});

it('goes on in what was handed over, with a span of its own', () => {
  const trace = asyncTrace();
  const outer = trace.within({ requestId: 'r' }, () => trace.current());
  const inner = outer && trace.within(originOf(outer), () => trace.current());
  expect(inner).toMatchObject({
    traceId: outer?.traceId,
    parentId: outer?.spanId,
    requestId: 'r',
  });
  expect(inner?.spanId).not.toBe(outer?.spanId);
});

it('takes up again what had to wait for others', async () => {
  const trace = asyncTrace();
  const first = trace.within({ requestId: 'first' }, () => trace.current());
  const seen = await trace.within({ requestId: 'second' }, async () => {
    await setImmediate();
    return [
      trace.resume(first, () => trace.current()),
      trace.resume(undefined, () => trace.current()),
      trace.current()?.requestId,
    ];
  });
  expect(seen).toEqual([first, undefined, 'second']);
});

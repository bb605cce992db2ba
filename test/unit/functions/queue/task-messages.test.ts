import { expect, it } from 'vitest';
import { taskMessageTrigger } from '../../../../functions/queue/task-messages.js';
import { asyncTrace } from '../../../../shared/adapters/trace/async-trace.js';
import type { TraceContext } from '../../../../shared/domain/trace-context.js';

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const queue = 'recommendations';
const signal = new AbortController().signal;

function setUp() {
  const trace = asyncTrace();
  const ran: { readonly taskId: string; readonly context: TraceContext | undefined }[] = [];
  const runTask = async (taskId: string) => {
    ran.push({ taskId, context: trace.current() });
    return { kind: 'complete' } as const;
  };
  const trigger = taskMessageTrigger(runTask, { queue, concurrency: 1, trace });
  return { ran, handle: (body: unknown) => trigger.handle({ body, deliveryCount: 1, signal }) };
}

it('a task goes on with the trace of the request that asked for it', async () => {
  const { ran, handle } = setUp();
  await handle({ taskId: 't', origin: { traceparent, requestId: 'r-1' } });
  expect(ran[0]).toMatchObject({
    taskId: 't',
    context: { traceId: 'a'.repeat(32), parentId: 'b'.repeat(16), requestId: 'r-1' },
  });
});

it.each([undefined, 'nonsense', { traceparent: 7 }, { traceparent: 'drop table' }])(
  'a task whose origin cannot be told is done all the same, as a trace of its own: %o',
  async (origin) => {
    const { ran, handle } = setUp();
    expect(await handle({ taskId: 't', origin })).toEqual({ kind: 'complete' });
    expect(ran[0]?.context?.traceId).toMatch(/^[\da-f]{32}$/);
    expect(ran[0]?.context).not.toHaveProperty('parentId');
  },
);

it('a message that names no task is put aside', async () => {
  const { ran, handle } = setUp();
  expect(await handle({ origin: { traceparent } })).toMatchObject({ kind: 'dead-letter' });
  expect(ran).toEqual([]);
});

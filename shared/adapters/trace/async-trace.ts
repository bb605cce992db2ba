import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { continued, type TraceContext } from '../../domain/trace-context.js';
import type { Trace } from '../../ports/trace.js';

/** A trace that follows Node's asynchronous calls. */
export function asyncTrace(): Trace {
  const contexts = new AsyncLocalStorage<TraceContext | undefined>();
  const newHex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    current: () => contexts.getStore(),
    within: (origin, work) => contexts.run(continued(origin, newHex), work),
    resume: (context, work) => contexts.run(context, work),
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { continued, type TraceContext } from '../../domain/trace-context.js';
import type { Trace } from '../../ports/trace.js';

/** A trace that follows Node's asynchronous calls. */
export function asyncTrace(): Trace {
  const contexts = new AsyncLocalStorage<TraceContext | undefined>();
  const newHex = hexadecimalChance();
  return {
    current: () => contexts.getStore(),
    within: (origin, work) => contexts.run(continued(origin, newHex), work),
    resume: (context, work) => contexts.run(context, work),
  };
}

/** Asking for little costs as much as asking for much: what is asked for at once lasts for some hundred spans. */
const pooledBytes = 4_096;

function hexadecimalChance(): (bytes: number) => string {
  let pool = '';
  let at = 0;
  return (bytes) => {
    if (at + 2 * bytes > pool.length) {
      pool = randomBytes(pooledBytes).toString('hex');
      at = 0;
    }
    at += 2 * bytes;
    return pool.slice(at - 2 * bytes, at);
  };
}

import type { Origin, TraceContext } from '../domain/trace-context.js';

/** Which request the work under way belongs to, across everything that is awaited and every process it leads to. */
export interface Trace {
  /** Undefined where the work belongs to none. */
  current(): TraceContext | undefined;
  /** Does work, and all that it leads to, as a new span below `origin`; without one that is well-formed, as a trace of its own. */
  within<T>(origin: Partial<Origin> | undefined, work: () => T): T;
  /** Does work that has waited for its turn: whoever it had to wait for belongs to another request. */
  resume<T>(context: TraceContext | undefined, work: () => T): T;
}

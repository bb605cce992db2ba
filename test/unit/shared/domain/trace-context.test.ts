import { describe, expect, it } from 'vitest';
import {
  continued,
  originOf,
  parseTraceparent,
  traceparentOf,
} from '../../../../shared/domain/trace-context.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const newHex = (bytes: number) => '7'.repeat(2 * bytes);

describe('A traceparent', () => {
  it('of this version and of a later one that says more is read', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId });
    expect(parseTraceparent(`01-${traceId}-${spanId}-00-and-more`)).toEqual({ traceId, spanId });
  });

  it.each([
    undefined,
    '',
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}`,
  ])('that is not well-formed is none: %s', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('is written as it is read', () => {
    const context = { traceId, spanId };
    expect(parseTraceparent(traceparentOf(context))).toEqual(context);
  });
});

describe('Work', () => {
  it('goes on with the trace of whoever asked for it, and remembers them', () => {
    const origin = { traceparent: `00-${traceId}-${spanId}-01`, requestId: 'r-1' };
    const context = continued(origin, newHex);
    const own = '7'.repeat(16);
    expect(context).toEqual({ traceId, spanId: own, parentId: spanId, requestId: 'r-1' });
    expect(originOf(context)).toEqual({
      traceparent: `00-${traceId}-${own}-01`,
      requestId: 'r-1',
    });
  });

  it('that nobody known asked for begins a trace', () => {
    expect(continued(undefined, newHex)).toEqual({
      traceId: '7'.repeat(32),
      spanId: '7'.repeat(16),
    });
    expect(continued({ traceparent: 'nonsense' }, newHex)).not.toHaveProperty('parentId');
    expect(originOf({ traceId, spanId })).not.toHaveProperty('requestId');
  });
});

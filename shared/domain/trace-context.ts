/** Where in a distributed trace something is done (W3C Trace Context, level 1). */
export interface TraceContext {
  /** Of everything that one request leads to: 32 hexadecimal digits, not all 0. */
  readonly traceId: string;
  /** Of the work under way: 16 hexadecimal digits, not all 0. */
  readonly spanId: string;
  /** Of the work that asked for this; absent where nobody known did. */
  readonly parentId?: string;
  /** Of the HTTP request that it all began with. */
  readonly requestId?: string;
}

/** What of a trace goes along with work that others do. */
export interface Origin {
  readonly traceparent: string;
  readonly requestId?: string;
}

const pattern = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/;

/** The ids in a `traceparent` header; undefined where it is not well-formed, and then a trace begins anew. */
export function parseTraceparent(
  text: string | undefined,
): Pick<TraceContext, 'traceId' | 'spanId'> | undefined {
  const [, version = '', traceId = '', spanId = '', more] = pattern.exec(text ?? '') ?? [];
  // Later versions may say more than this one.
  if (version === '' || version === 'ff' || (version === '00' && more !== undefined)) return;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId };
}

/** The header by which others take up the trace, below this work; it is recorded in any case, and says so. */
export const traceparentOf = ({ traceId, spanId }: TraceContext): string =>
  `00-${traceId}-${spanId}-01`;

export function originOf(context: TraceContext): Origin {
  const { requestId } = context;
  return { traceparent: traceparentOf(context), ...(requestId !== undefined && { requestId }) };
}

/** A new span under `origin`, or the root of a new trace. `newHex`: random hexadecimal digits, so many bytes of them. */
export function continued(
  origin: Partial<Origin> | undefined,
  newHex: (bytes: number) => string,
): TraceContext {
  const parent = parseTraceparent(origin?.traceparent);
  return {
    traceId: parent?.traceId ?? newHex(16),
    spanId: newHex(8),
    ...(parent && { parentId: parent.spanId }),
    ...(origin?.requestId !== undefined && { requestId: origin.requestId }),
  };
}

import autocannon, { type Options, type Request, type Result } from 'autocannon';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string | Buffer;
  /** Of the body; JSON where absent. */
  readonly mediaType?: string;
}

/** What a load run showed: latencies in ms, `perSecond` over the whole run. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
  readonly answerBytes: number;
}

export interface LoadOptions {
  readonly origin: string;
  readonly calls: readonly Call[];
  readonly connections: number;
  readonly seconds: number;
  /** Over all connections; as fast as they get answers where absent. */
  readonly perSecond?: number;
}

/**
 * Sends `calls` in turn over keep-alive connections, each waiting for its answer (closed loop), after a warm-up as long
 * as what is measured.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  await run(options);
  return run(options);
}

async function run(options: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const result = await new Promise<Result>((resolve, reject) => {
    const done = (error: unknown, answer: Result) => (error ? reject(error) : resolve(answer));
    const instance = autocannon(settings(options), done);
    instance.on('response', (_client, _status, _bytes, tookMs) => latenciesMs.push(tookMs));
  });
  const sorted = Float64Array.from(latenciesMs).sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    perSecond: latenciesMs.length / result.duration,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    failures: result.non2xx + result.errors,
    answerBytes: Math.round(result.throughput.total / latenciesMs.length),
  };
}

/** Each connection has calls of its own, so that none asks what another has just asked. */
function settings({ origin, calls, connections, seconds, perSecond }: LoadOptions): Options {
  const requests = calls.map(toRequest);
  let connection = 0;
  return {
    url: origin,
    connections,
    duration: seconds,
    ...(perSecond !== undefined && { overallRate: perSecond }),
    setupClient(client) {
      const own = connection % connections;
      connection += 1;
      client.setRequests(requests.filter((_, at) => at % connections === own));
    },
  };
}

function toRequest({ method, path, body, mediaType = 'application/json' }: Call): Request {
  const headers = { 'content-type': mediaType };
  return { method, path, ...(body !== undefined && { body, headers }) };
}

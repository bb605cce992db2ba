import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Container, CosmosClient } from '@azure/cosmos';
import { gatewayRefusal, parse, queryPlan, requiresPlan, run } from './cosmos-server/sql/engine.js';
import { SqlError } from './cosmos-server/sql/errors.js';
import type { ContainerFacts } from './cosmos-server/sql/facts.js';
import type { Json } from './cosmos-server/sql/syntax/tree.js';
import { serveHttp } from './http-server.js';

/** The documents of one physical partition each. */
export type Ranges = readonly (readonly Json[])[];

/**
 * A container of the real SDK over a server that knows nothing but queries: what a range holds is answered by the SQL
 * engine, and the SDK merges. It ends with the test.
 */
export async function rangesContainer(ranges: Ranges, facts: ContainerFacts): Promise<Container> {
  const { origin } = await serveHttp((request, response) => {
    answer(request, ranges, facts).then(
      (given) => send(response, given),
      (cause: unknown) => send(response, { status: 500, body: { message: String(cause) } }),
    );
  });
  const connectionPolicy = { enableEndpointDiscovery: false };
  const client = new CosmosClient({ endpoint: origin, key: 'a2V5', connectionPolicy });
  return client.database('shop').container('items');
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function answer(
  request: IncomingMessage,
  ranges: Ranges,
  facts: ContainerFacts,
): Promise<Answer> {
  if (request.url?.endsWith('/pkranges')) return { status: 200, body: rangeList(ranges) };
  if (request.method !== 'POST') return { status: 200, body: resource(request.url ?? '/') };
  try {
    return queried(request, await text(request), ranges, facts);
  } catch (cause) {
    if (cause instanceof SqlError) return { status: cause.status, body: cause.toBody() };
    throw cause;
  }
}

function resource(url: string): object {
  if (url !== '/') return { id: 'items', _rid: 'c', partitionKey: { paths: ['/key'], version: 2 } };
  return { userConsistencyPolicy: { defaultConsistencyLevel: 'Session' } };
}

function rangeList(ranges: Ranges): object {
  const border = (at: number): string => {
    if (at === 0) return '';
    return at === ranges.length ? 'FF' : at.toString(16).padStart(2, '0').toUpperCase();
  };
  const all = ranges.map((_, at) => ({
    id: `${at}`,
    minInclusive: border(at),
    maxExclusive: border(at + 1),
    parents: [],
  }));
  return { _rid: 'c', PartitionKeyRanges: all, _count: all.length };
}

function queried(
  request: IncomingMessage,
  body: string,
  ranges: Ranges,
  facts: ContainerFacts,
): Answer {
  const query = parse(JSON.parse(body));
  const header = (name: string): string => `${request.headers[name] ?? ''}`;
  if (/true/i.test(header('x-ms-cosmos-is-query-plan-request'))) {
    const features = header('x-ms-cosmos-supported-query-features');
    return { status: 200, body: queryPlan(query, facts, features) };
  }
  const range = header('x-ms-documentdb-partitionkeyrangeid');
  if (range === '' && requiresPlan(query)) {
    return { status: 400, body: gatewayRefusal(query, facts) };
  }
  const documents = range === '' ? ranges.flat() : (ranges[Number(range)] ?? []);
  return page(run(query, documents, facts).results, header);
}

function page(results: readonly Json[], header: (name: string) => string): Answer {
  const from = Number(header('x-ms-continuation') || 0);
  const asked = Number(header('x-ms-max-item-count') || 100);
  const to = from + (asked > 0 ? asked : 100);
  const Documents = results.slice(from, to);
  const headers = to < results.length ? { 'x-ms-continuation': `${to}` } : {};
  return { status: 200, body: { _rid: 'c', Documents, _count: Documents.length }, headers };
}

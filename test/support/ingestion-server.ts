import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { serveHttp } from './http-server.js';

/** An item as it arrived, by the public shape of Application Insights' envelopes. */
export interface Envelope {
  readonly iKey: string;
  readonly sampleRate: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: string;
    readonly baseData: {
      readonly id?: string;
      readonly name?: string;
      readonly url?: string;
      readonly success?: boolean;
      readonly resultCode?: string;
      readonly responseCode?: string;
      readonly target?: string;
      readonly properties?: Readonly<Record<string, string>>;
      readonly measurements?: Readonly<Record<string, number>>;
      readonly metrics?: readonly {
        readonly name: string;
        readonly value: number;
        readonly count: number;
      }[];
      readonly exceptions?: readonly {
        readonly typeName: string;
        readonly message: string;
        readonly parsedStack: readonly unknown[];
      }[];
    };
  };
}

/** What the server does with a batch of so many items: takes it, refuses some by their index, answers a status, or nothing. */
type Behaviour = (
  items: number,
) =>
  | 'accept'
  | 'hang'
  | { readonly status: number }
  | { readonly refuse: Readonly<Record<number, number>> };

export interface IngestionServer {
  readonly connection: string;
  /** All that was accepted, as it arrived. */
  readonly envelopes: readonly Envelope[];
  /** The bodies, whether accepted or not. */
  readonly bodies: readonly string[];
  readonly paths: readonly string[];
  behave(behaviour: Behaviour): void;
  /** Of one kind: `RequestData`. */
  of(baseType: string): readonly Envelope[];
}

export const instrumentationKey = '00000000-1111-2222-3333-444444444444';

export const connectionTo = (origin: string) =>
  `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${origin}/`;

/** The ingestion endpoint of Application Insights on loopback, as far as a client can tell; it ends with the test. */
export async function serveIngestion(): Promise<IngestionServer> {
  const { listener, ...ingestion } = makeIngestion();
  const { origin } = await serveHttp(listener);
  return { connection: connectionTo(origin), ...ingestion };
}

/** What answers there, for who serves it longer than a test lasts. */
export function makeIngestion(): Omit<IngestionServer, 'connection'> & {
  readonly listener: RequestListener;
} {
  const envelopes: Envelope[] = [];
  const bodies: string[] = [];
  const paths: string[] = [];
  let behaviour: Behaviour = () => 'accept';
  const listener: RequestListener = (incoming, outgoing) => {
    paths.push(incoming.url ?? '');
    void bodyOf(incoming).then((body) => {
      bodies.push(body);
      const items = body.split('\n').map((line) => JSON.parse(line) as Envelope);
      const does = behaviour(items.length);
      if (does === 'hang') return;
      if (typeof does === 'object' && 'status' in does) {
        outgoing.writeHead(does.status).end('not now');
        return;
      }
      const refuse = does === 'accept' ? {} : does.refuse;
      envelopes.push(...items.filter((_, at) => refuse[at] === undefined));
      answer(outgoing, items.length, refuse);
    });
  };
  return {
    ...{ listener, envelopes, bodies, paths },
    behave(next) {
      behaviour = next;
    },
    of: (baseType) => envelopes.filter(({ data }) => data.baseType === baseType),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of incoming as AsyncIterable<Uint8Array>) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const isGzip = incoming.headers['content-encoding'] === 'gzip';
  return (isGzip ? gunzipSync(bytes) : bytes).toString();
}

function answer(
  outgoing: ServerResponse,
  received: number,
  refuse: Readonly<Record<number, number>>,
): void {
  const errors = Object.entries(refuse).map(([index, statusCode]) => ({
    ...{ index: Number(index), statusCode, message: 'refused' },
  }));
  const itemsAccepted = received - errors.length;
  outgoing.writeHead(errors.length === 0 ? 200 : 206, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ itemsReceived: received, itemsAccepted, errors }));
}

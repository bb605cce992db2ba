import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a provider may do to a look-up. */
export type ProviderMood =
  | 'good'
  | 'slow'
  | 'error'
  | 'refusal'
  | 'too-many'
  | 'hang'
  | 'hang-in-body'
  | 'garbage'
  | 'huge'
  | 'reset'
  | 'redirect';

export interface ShoppingProvider {
  readonly origin: string;
  /** What it was asked, in order. */
  readonly asked: readonly URLSearchParams[];
  /** Look-ups that it has not answered and whose client is still there. */
  readonly openLookUps: number;
  /** When the clients of unanswered look-ups went, milliseconds since 1970. */
  readonly leftAt: readonly number[];
  readonly connections: Promise<number>;
  /** Settles once the number of open look-ups is as wanted. */
  lookUps(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A shopping provider of the shape of SerpApi's on loopback, which is well or not as `moodOf` says for each look-up. */
export async function startShoppingProvider(
  moodOf: (lookUp: number, query: string) => ProviderMood,
  slowMs = 40,
): Promise<ShoppingProvider> {
  const asked: URLSearchParams[] = [];
  const leftAt: number[] = [];
  const open = new Set<ServerResponse>();
  let told: () => void = () => undefined;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://provider');
    asked.push(searchParams);
    open.add(response);
    response.on('close', () => {
      open.delete(response);
      if (!response.writableEnded) leftAt.push(Date.now());
      told();
    });
    told();
    const query = searchParams.get('q') ?? '';
    answers[moodOf(asked.length, query)](response, { request, query, slowMs });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    leftAt,
    get openLookUps() {
      return open.size;
    },
    get connections() {
      return new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
    },
    async lookUps(count) {
      while (open.size !== count) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface LookUp {
  readonly request: IncomingMessage;
  readonly query: string;
  readonly slowMs: number;
}

const json = { 'content-type': 'application/json' };

/** Offers that name what was asked for, with rows that nobody can read among them. */
const offersFor = (query: string) =>
  JSON.stringify({
    shopping_results: [
      { title: `${query} one`, extracted_price: 9.5, currency: 'EUR', source: 'Corner shop' },
      { extracted_price: 1 },
      'no row at all',
      { title: `${query} two`, extracted_price: -3, link: 'javascript:alert(1)', source: 7 },
      { title: `${query} three`, thumbnail: 'https://img.test/3.jpg', link: 'https://s.test/3' },
    ],
  });

const refuse = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, json).end('{"error": "no"}');
};

const answers: Readonly<Record<ProviderMood, (response: ServerResponse, look: LookUp) => void>> = {
  good: (response, { query }) => response.writeHead(200, json).end(offersFor(query)),
  slow: (response, { query, slowMs }) =>
    setTimeout(() => response.writeHead(200, json).end(offersFor(query)), slowMs),
  error: refuse(500),
  refusal: refuse(401),
  'too-many': refuse(429),
  hang: () => undefined,
  'hang-in-body': (response) => response.writeHead(200, json).write('{"shopping_results": ['),
  garbage: (response) => response.writeHead(200, json).end('<html>try later</html>'),
  huge: pour,
  reset: (_, { request }) => request.socket.destroy(),
  redirect: (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
};

const piece = Buffer.alloc(65_536, ' ');

/** Goes on as long as anybody reads. */
function pour(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, json);
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpResponse, HttpTrigger, Trigger } from '../trigger.js';
import { send, toRequest } from './exchange.js';
import { OpenStreams } from './open-streams.js';
import { type Found, makeRouter } from './router.js';

export interface LocalOptions {
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** How long a client may take over its headers, and over the whole request. */
  readonly headersTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  /** How often both are looked at. */
  readonly timeoutCheckMs?: number;
  /** How long running requests may take to finish when the server closes. */
  readonly drainTimeoutMs?: number;
}

export interface LocalServer {
  /** Such as `http://127.0.0.1:7071`. */
  readonly origin: string;
  /** Takes no more, ends streams, lets other running requests finish, then resolves. */
  close(): Promise<void>;
}

/** Serves the HTTP triggers in this process. Rejects with Node's error where the address cannot be had. */
export async function startLocal(
  app: { readonly triggers: readonly Trigger[] },
  options: LocalOptions,
): Promise<LocalServer> {
  const streams = new OpenStreams();
  const server: Server = createServer(
    {
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      connectionsCheckingInterval: options.timeoutCheckMs ?? 1_000,
    },
    makeListener(app.triggers, streams, () => !server.listening),
  );
  server.on('clientError', refuseConnection);
  await listen(server, options);
  return {
    origin: originOf(server, options.host),
    async close() {
      const drained = drain(server, options.drainTimeoutMs ?? 10_000);
      streams.close();
      await drained;
    },
  };
}

function makeListener(
  triggers: readonly Trigger[],
  streams: OpenStreams,
  isClosing: () => boolean,
) {
  const find = makeRouter(triggers);
  const catchAll = triggers.find(isCatchAll);
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
    const rest = path.replace(/^\/api\/?/, '');
    const found = find(path) ?? (catchAll && { trigger: catchAll, params: { rest } });
    if (path === '/') outgoing.writeHead(302, { location: '/api/' }).end();
    else if (!found) outgoing.writeHead(404).end();
    else {
      void answer(found, incoming).then((response) => {
        // A connection that were kept for more would hold up the end.
        if (isClosing()) outgoing.shouldKeepAlive = false;
        send({ incoming, outgoing, streams }, response);
      });
    }
  };
}

const isCatchAll = (trigger: Trigger): trigger is HttpTrigger =>
  trigger.kind === 'http' && trigger.route.startsWith('{*');

async function answer(
  { trigger, params }: Found,
  incoming: IncomingMessage,
): Promise<HttpResponse> {
  try {
    return await trigger.handle(toRequest(incoming, params));
  } catch {
    // The endpoint answers every failure; only a trigger made without it could come here.
    return { status: 500, headers: {} };
  }
}

/** What never became a request: too slow, too long, or not HTTP. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, title] = refusals[error.code ?? ''] ?? [400, 'Bad Request'];
  const body = JSON.stringify({ type: 'about:blank', title, status });
  const head = `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json`;
  socket.end(`${head}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
}

const refusals: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
};

function listen(server: Server, { host, port }: LocalOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function originOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function drain(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

import { createServer, type Server } from 'node:http';
import { keyRing } from '../../shared/contracts/keys.js';
import type { NewId, Telemetry } from '../../shared/ports/runtime.js';
import type { Trace } from '../../shared/ports/trace.js';
import { createEmbedders, type Embedders } from './embedders.js';
import { BodyRoom } from './http/body.js';
import { embedRoutes } from './http/embed-routes.js';
import { makeListener } from './http/listener.js';
import { operationRoutes } from './http/operation-routes.js';
import { Lifecycle } from './lifecycle.js';
import { createMetrics } from './metrics.js';
import type { ServedEncoders } from './served-encoders.js';
import type { ServerConfig } from './server-config.js';

export interface InferenceServer {
  /** Such as `http://127.0.0.1:8080`. Rejects with Node's error where the address cannot be had. */
  listen(): Promise<string>;
  /** Tries the encoders out and takes work from then on. Rejects with the first failure, or the signal's reason. */
  warmUp(signal: AbortSignal): Promise<void>;
  /** Takes no more work, finishes what is in the house, and closes. False where that took longer than it may. */
  drain(): Promise<boolean>;
}

export interface ServerDependencies {
  readonly encoders: ServedEncoders;
  readonly telemetry: Telemetry;
  readonly newId: NewId;
  readonly trace?: Trace | undefined;
}

type Settings = Pick<ServerConfig, 'host' | 'port' | 'keys' | 'batches' | 'drainMs'>;

/** Of all bodies that are being read, wait or are encoded. */
const maxBodiesBytes = 256 * 1_048_576;
const timeouts = {
  ...{ headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 1_000 },
  /** Longer than proxies keep a connection that is not used, so that it is they who close it. */
  keepAliveTimeout: 75_000,
};

/** Encoders over HTTP, as `shared/contracts/inference.ts` says. */
export function createInferenceServer(
  settings: Settings,
  { encoders, telemetry, newId, trace }: ServerDependencies,
): InferenceServer {
  const lifecycle = new Lifecycle();
  const metrics = createMetrics();
  const embedders = createEmbedders(encoders, settings.batches, metrics);
  const routes = [
    ...embedRoutes(embedders, new BodyRoom(maxBodiesBytes)),
    ...operationRoutes(embedders, lifecycle, metrics),
  ];
  const isKnownKey = settings.keys.length > 0 ? keyRing(settings.keys) : undefined;
  const reporting = { metrics, telemetry, newId, trace };
  const listener = makeListener({ routes, isKnownKey, lifecycle, ...reporting });
  const server = createServer(timeouts, (incoming, outgoing) => void listener(incoming, outgoing));
  return {
    listen: () => listen(server, settings),
    async warmUp(signal) {
      await warmUp(embedders, signal);
      lifecycle.ready();
    },
    drain: () => drain(server, lifecycle.drain(), settings.drainMs),
  };
}

/** One after the other: they share the device. */
async function warmUp({ text, image, imageText }: Embedders, signal: AbortSignal): Promise<void> {
  await text?.warmUp(signal);
  await image?.warmUp(signal);
  await imageText?.warmUp(signal);
  signal.throwIfAborted();
}

function listen(server: Server, { host, port }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      const chosen = typeof address === 'object' && address ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${chosen}`);
    });
  });
}

/** The port stays open while work is finished, so that whoever comes is told to go elsewhere instead of finding nobody. */
async function drain(server: Server, empty: Promise<void>, limitMs: number): Promise<boolean> {
  const closed = empty.then(() => {
    const closing = new Promise<boolean>((resolve) => server.close(() => resolve(true)));
    server.closeIdleConnections();
    return closing;
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const isClosed = await Promise.race([closed, tooLong]);
  clearTimeout(timer);
  if (!isClosed) server.closeAllConnections();
  return isClosed;
}

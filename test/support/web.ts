import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebImagesOptions, webImages } from '../../shared/adapters/pictures/web-images.js';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

/** A web server on this machine; returns its port. */
export async function serve(answer: Answer): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Ends all that `serve` started. */
export function stopServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** Names of the tests alone: `shop.test` is this machine, and open; the others are what they say. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  'shop.test': ['127.0.0.1'],
  'inside.test': ['10.0.0.5'],
  'metadata.test': ['169.254.169.254'],
  'loop.test': ['127.0.0.1'],
  'loop6.test': ['::1'],
  'mixed.test': ['8.8.8.8', '127.0.0.1'],
  'nowhere.test': [],
};

const resolve = async (hostname: string) => {
  const found = addresses[hostname];
  if (!found) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

/** Fetches from `shop.test` at this port, and from public hosts. */
export const fetcherOf = (port: number, more: Partial<WebImagesOptions> = {}) =>
  webImages({
    allowedHosts: [`shop.test:${port}`],
    timeoutMs: 5_000,
    maxSizeBytes: 100_000,
    resolve,
    ...more,
  });

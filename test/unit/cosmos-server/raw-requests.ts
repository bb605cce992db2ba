import { createHmac } from 'node:crypto';
import type { CosmosServer } from '../../support/cosmos-server/start.js';

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly date?: Date;
}

/** One request as anybody can send it, signed as the documentation says; how the SDK words things has no part in it. */
export async function sendRaw({ endpoint, key }: CosmosServer, request: RawRequest) {
  const { method = 'GET', path, body, headers, date = new Date() } = request;
  const response = await fetch(endpoint + path, {
    method,
    headers: { ...signed({ method, path, date }, key), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: answer };
}

type Signed = Required<Pick<RawRequest, 'method' | 'path' | 'date'>>;

function signed({ method, path, date }: Signed, key: string) {
  const names = path.split('/').slice(1).map(decodeURIComponent);
  const isFeed = names.length % 2 === 1;
  const type = isFeed ? names.at(-1) : names.at(-2);
  const link = (isFeed ? names.slice(0, -1) : names).join('/');
  const at = date.toUTCString();
  const payload = `${method.toLowerCase()}\n${type}\n${link}\n${at.toLowerCase()}\n\n`;
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(payload);
  const token = `type=master&ver=1.0&sig=${signature.digest('base64')}`;
  return { authorization: encodeURIComponent(token), 'x-ms-date': at };
}

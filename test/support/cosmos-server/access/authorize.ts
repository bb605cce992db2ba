import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../wire/call.js';
import { ServiceError } from '../wire/service-error.js';
import { checkBearerToken } from './bearer-token.js';
import type { Gate } from './gate.js';

const maxSkewMs = 15 * 60_000;

/**
 * Lets in who signed the request with the account's key, or brings a token for it ("Access control in the Azure Cosmos
 * DB SQL API"). Throws 401, and 403 where the date is more than 15 minutes off.
 */
export function authorize(call: Call, gate: Gate): void {
  const { type, version, signature } = credentials(call.headers['authorization']);
  if (version !== '1.0') throw unauthorized(`Authorization of version ${version} is unknown.`);
  if (type === 'aad') {
    checkBearerToken(signature, gate);
    checkDataPlane(call);
  } else if (type === 'master') checkSignature(call, signature, gate);
  else throw unauthorized(`Authorization of type ${type} is unknown here.`);
}

/**
 * A token of Microsoft Entra ID may work on documents and look at what holds them, no more: databases and containers are
 * made by the control plane ("Azure role-based access control … data plane", permission model).
 */
function checkDataPlane({ method, path }: Call): void {
  const isOfDocuments = path.type === 'docs' || path.type === 'pkranges';
  const holders: Readonly<Record<string, number>> = { '': 0, dbs: 1, colls: 2 };
  const isLook = method === 'GET' && holders[path.type] === path.ids.length;
  if (isOfDocuments || isLook) return;
  throw new ServiceError(
    403,
    `Request blocked by Auth: The given request [${method} /${path.link}] cannot be authorized by AAD token in data plane.`,
    { subStatus: 5300 },
  );
}

const unauthorized = (message: string) => new ServiceError(401, message);

function credentials(header: string | undefined) {
  if (header === undefined) {
    throw unauthorized('Required Header authorization is missing. Ensure a valid token is passed.');
  }
  const text = header.startsWith('type=') ? header : decodeURIComponent(header);
  const found = /^type=(\w+)&ver=([\d.]+)&sig=(.+)$/.exec(text);
  if (found === null) throw unauthorized('The authorization header is not of the expected form.');
  const [, type = '', version = '', signature = ''] = found;
  return { type, version, signature };
}

function checkSignature(call: Call, signature: string, { key, nowMs }: Gate): void {
  const date = call.headers['x-ms-date'] ?? '';
  const atMs = Date.parse(date);
  if (Number.isNaN(atMs)) throw unauthorized('The x-ms-date header is missing or no date.');
  const { type, link } = call.path;
  const payload = `${call.method.toLowerCase()}\n${type}\n${link}\n${date.toLowerCase()}\n\n`;
  const expected = createHmac('sha256', Buffer.from(key, 'base64')).update(payload).digest();
  if (!same(expected, Buffer.from(signature, 'base64'))) {
    throw unauthorized(
      `The input authorization token can't serve the request. The wrong key is being used or the expected payload is not built as per the protocol. Server used the following payload to sign: '${JSON.stringify(payload).slice(1, -1)}'`,
    );
  }
  if (Math.abs(nowMs() - atMs) > maxSkewMs) throw outOfTime(nowMs());
}

const same = (left: Buffer, right: Buffer) =>
  left.length === right.length && timingSafeEqual(left, right);

function outOfTime(nowMs: number): ServiceError {
  const now = new Date(nowMs).toUTCString();
  return new ServiceError(
    403,
    `The authorization token is not valid at the current time. Please create another token and retry (current server time: ${now}).`,
  );
}

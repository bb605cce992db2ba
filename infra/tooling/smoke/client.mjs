import { setTimeout } from 'node:timers/promises';

/** An instance that was asleep may take so long to wake up. */
const wakeUpMs = 90_000;
const timeoutMs = 30_000;

/**
 * Asks a deployed app. `keys`: `{api, admin}`, each undefined where the app wants none; neither appears in any message.
 * `seen` collects what the last answers said of themselves.
 */
export function clientOf(origin, keys, signal) {
  const base = origin.replace(/\/+$/, '').replace(/\/api$/, '');
  const seen = { requestId: undefined, requestCharge: 0 };

  async function ask(method, path, { body, headers = {}, expected = [200] } = {}) {
    const response = await fetch(`${base}/api${path}`, {
      method,
      headers: { ...keyOf(path, keys), ...headers, ...typeOf(body) },
      ...(body !== undefined && { body: isPlain(body) ? JSON.stringify(body) : body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    seen.requestId = response.headers.get('x-request-id') ?? undefined;
    seen.requestCharge += Number(response.headers.get('x-request-charge') ?? 0);
    const text = await response.text();
    if (!expected.includes(response.status)) throw new Error(unexpected(response, text, expected));
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  }

  /** Asks again while the app wakes up: connections are refused, or a gateway answers for it. */
  async function wakeUp(path) {
    const giveUpAt = performance.now() + wakeUpMs;
    for (;;) {
      try {
        return await ask('GET', path);
      } catch (error) {
        if (signal.aborted || performance.now() > giveUpAt) throw error;
        await setTimeout(1_000, undefined, { signal });
      }
    }
  }

  return { ask, wakeUp, seen };
}

function keyOf(path, { api, admin }) {
  const key = path.startsWith('/admin/') || path === '/metrics' ? admin : api;
  return key === undefined ? {} : { 'x-functions-key': key };
}

const isPlain = (body) => !(body instanceof FormData);

const typeOf = (body) =>
  body !== undefined && isPlain(body) ? { 'content-type': 'application/json' } : {};

function unexpected({ status }, text, expected) {
  return `expected ${expected.join(' or ')}, got ${status}: ${text.slice(0, 300)}`;
}

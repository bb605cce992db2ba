import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Called, call } from './call.js';

export interface JobBody {
  readonly task_id: string;
  readonly status: 'pending' | 'completed' | 'failed' | 'cancelled';
  readonly attempt: number;
  readonly reason?: string;
  readonly kind?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly data?: readonly { readonly item_id: string }[];
}

export interface ShopClient {
  readonly origin: string;
  ask(
    method: string,
    path: string,
    ...rest: readonly [body?: unknown, headers?: Readonly<Record<string, string>>]
  ): Promise<Called>;
  /** The same, for the body of an answer that has to be of this status. */
  body<T>(status: number, ...asked: Parameters<ShopClient['ask']>): Promise<T>;
  /** Settles with what is found at the path once it has ended. */
  ended(path: string, headers?: Readonly<Record<string, string>>): Promise<JobBody>;
}

/** The app as one of its instances answers. */
export function shopClient({ origin }: { readonly origin: string }): ShopClient {
  const client: ShopClient = {
    origin,
    ask: (method, path, ...rest) => call({ origin }, method, path, ...rest),
    async body<T>(status: number, ...asked: Parameters<ShopClient['ask']>): Promise<T> {
      const answer = await client.ask(...asked);
      if (answer.status === status) return answer.body as T;
      const what = `${answer.status} ${JSON.stringify(answer.body)}`;
      throw new Error(`${asked.slice(0, 2).join(' ')}: expected ${status}, got ${what}`);
    },
    async ended(path, headers) {
      for (;;) {
        const job = await client.body<JobBody>(200, 'GET', path, undefined, headers);
        if (job.status !== 'pending') return job;
        await setTimeout(50);
      }
    },
  };
  return client;
}

/** The header of a session that nobody else is. */
export const newSession = () => ({ 'x-session-id': randomUUID() });

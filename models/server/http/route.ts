import type { IncomingMessage } from 'node:http';

export interface ServerRequest {
  readonly incoming: IncomingMessage;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Aborted when the caller has left. */
  readonly signal: AbortSignal;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Whether it wants a key, where keys are configured. */
  readonly isOpen: boolean;
  /** Whether it is only taken when the server is ready, and waited for when it is to end. */
  readonly isWork: boolean;
  handle(request: ServerRequest): Promise<ServerAnswer>;
}

export const jsonAnswer = (body: unknown, status = 200): ServerAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

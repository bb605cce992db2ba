import type { Delivery, Settlement, TaskQueueName } from '../shared/ports/task-queue.js';

/** A trigger is data: the Azure host, the local host and the tests read the same list. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a host hands over; every other rule about HTTP is the endpoint's, so that all hosts behave alike. */
export interface HttpRequest {
  /** As it came, in capitals: also methods that no operation serves. */
  readonly method: string;
  /** Path and query as they came, with the route prefix. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Whether it came, or came to a proxy before us, over TLS. */
  readonly isSecure: boolean;
  /** The body in pieces; absent where there is none. */
  readonly body?: AsyncIterable<Uint8Array>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What is made piece by piece is asked for no more once the client has gone. */
  readonly body?: string | Uint8Array | AsyncIterable<string>;
}

/** Whether a body is made piece by piece. */
export const isStreamed = (body: HttpResponse['body']): body is AsyncIterable<string> =>
  typeof body === 'object' && Symbol.asyncIterator in body;

export interface HttpTrigger {
  readonly kind: 'http';
  readonly name: string;
  /** Azure Functions syntax without the prefix: `items/{id}`; `{*rest}` takes all that no other route does. */
  readonly route: string;
  handle(request: HttpRequest): Promise<HttpResponse>;
}
export interface QueueTrigger {
  readonly kind: 'queue';
  readonly name: string;
  readonly queue: TaskQueueName;
  /** How many are handled at a time in one process. */
  readonly concurrency: number;
  /** Settles with what is to become of the message; a rejection is a failure, after which it is delivered again. */
  handle(delivery: Delivery): Promise<Settlement>;
}
export interface TimerTrigger {
  readonly kind: 'timer';
  readonly name: string;
  /** NCRONTAB, six fields, the first is seconds. */
  readonly schedule: string;
  handle(): Promise<void>;
}
export interface ChangesTrigger {
  readonly kind: 'changes';
  readonly name: string;
  readonly container: string;
  /** Documents as they are now, some perhaps again; a rejection has them come once more, for a while. */
  handle(documents: readonly unknown[], signal: AbortSignal): Promise<void>;
}
export type Trigger = HttpTrigger | QueueTrigger | TimerTrigger | ChangesTrigger;

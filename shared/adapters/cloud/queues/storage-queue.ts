import type { TokenCredential } from '@azure/identity';
import {
  type DequeuedMessageItem,
  type QueueClient,
  QueueServiceClient,
  type StoragePipelineOptions,
} from '@azure/storage-queue';
import { AppError } from '../../../domain/errors.js';
import { azureIdentity } from '../identity.js';
import { encodeBody } from './message-size.js';
import { callTimeoutMs, reasonOf, unavailable } from './unavailable.js';

/** What one read may bring. */
const maxMessages = 32;
const forever = -1;
/** The service takes 64 KiB, and base64 makes four bytes of three. */
export const maxBodyBytes = 48 * 1024;

/** A connection string, which is a secret, or an account that is entered by identity. */
export type StorageConnection =
  | string
  | { readonly url: string; readonly credential?: TokenCredential };

/** Throws `invalid` for a connection string that is none. */
export function openStorage(connection: StorageConnection): QueueServiceClient {
  const retryOptions = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 };
  if (typeof connection !== 'string') return byIdentity(connection, { retryOptions });
  try {
    return QueueServiceClient.fromConnectionString(connection, { retryOptions });
  } catch (cause) {
    throw unreadable(cause);
  }
}

const byIdentity = (
  { url, credential = azureIdentity() }: Exclude<StorageConnection, string>,
  options: StoragePipelineOptions,
) => new QueueServiceClient(url, credential, options);

function unreadable(cause: unknown): AppError {
  const expected = 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…';
  const message = `expected a connection string of a storage account: ${expected}`;
  return new AppError('invalid', message, { cause });
}

/** A message as it was read; its lock goes by a receipt that changes with every renewal. */
export interface ReadMessage {
  readonly body: unknown;
  readonly deliveryCount: number;
  /** Makes it visible again after so long, and not before; a message whose lock was lost is left alone and rejects. */
  hide(milliseconds: number): Promise<void>;
  remove(): Promise<void>;
}

/** One queue of a storage account, made when it is first needed. Every call throws `unavailable`. */
export class StorageQueue {
  readonly #name: string;
  readonly #client: QueueClient;

  constructor(service: QueueServiceClient, name: string) {
    this.#name = name;
    this.#client = service.getQueueClient(name);
  }

  /** As the Functions host would send it: JSON in base64. `keep`: until somebody removes it, not for a week. */
  async send(body: unknown, { delayMs = 0, keep = false } = {}): Promise<void> {
    const text = encodeBody(this.#name, body, maxBodyBytes).toString('base64');
    const visibilityTimeout = wholeSeconds(delayMs);
    const life = keep && { messageTimeToLive: forever };
    await this.#call('takes no message', (abortSignal) =>
      this.#client.sendMessage(text, { visibilityTimeout, ...life, abortSignal }),
    );
  }

  /** At most `count` that are visible, the oldest first, and hides them for the time of their lock. */
  async read(count: number, lockMs: number): Promise<readonly ReadMessage[]> {
    const numberOfMessages = Math.min(maxMessages, count);
    const visibilityTimeout = wholeSeconds(lockMs);
    const { receivedMessageItems } = await this.#call('gives no messages', (abortSignal) =>
      this.#client.receiveMessages({ numberOfMessages, visibilityTimeout, abortSignal }),
    );
    return receivedMessageItems.map((item) => this.#readMessage(item));
  }

  /** The bodies of the oldest messages, of at most 32. */
  async peek(count: number): Promise<readonly unknown[]> {
    const numberOfMessages = Math.min(maxMessages, count);
    const { peekedMessageItems } = await this.#call('shows no messages', (abortSignal) =>
      this.#client.peekMessages({ numberOfMessages, abortSignal }),
    );
    return peekedMessageItems.map(({ messageText }) => decode(messageText));
  }

  #readMessage({
    messageId,
    messageText,
    dequeueCount,
    ...item
  }: DequeuedMessageItem): ReadMessage {
    let { popReceipt } = item;
    return {
      body: decode(messageText),
      deliveryCount: dequeueCount,
      hide: async (milliseconds) => {
        const seconds = wholeSeconds(milliseconds);
        const updated = await this.#call('keeps no message hidden', (abortSignal) =>
          this.#client.updateMessage(messageId, popReceipt, undefined, seconds, { abortSignal }),
        );
        popReceipt = updated.popReceipt ?? popReceipt;
      },
      remove: async () => {
        await this.#call('removes no message', (abortSignal) =>
          this.#client.deleteMessage(messageId, popReceipt, { abortSignal }),
        );
      },
    };
  }

  async #call<T>(failure: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(callTimeoutMs);
    try {
      return await call(signal).catch(async (error: unknown) => {
        if (reasonOf(error) !== 'QueueNotFound') throw error;
        await this.#client.createIfNotExists({ abortSignal: signal });
        return await call(signal);
      });
    } catch (error) {
      throw unavailable(`${this.#name} ${failure}`, error);
    }
  }
}

const wholeSeconds = (milliseconds: number) => Math.ceil(milliseconds / 1_000);

/** JSON in base64; of anything else the text. */
function decode(text: string): unknown {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  try {
    return JSON.parse(decoded);
  } catch {
    return decoded;
  }
}

import { randomBytes } from 'node:crypto';
import { fromJson } from '../../database/columns.js';
import type { MessageTable, TakenMessage, TakeRequest } from './message-table.js';

/** A message that can be handled. */
export interface FreshMessage {
  readonly taken: TakenMessage;
  readonly body: unknown;
}

/**
 * Takes messages and puts aside those that nobody could handle: what is no JSON, and what was given out often enough and
 * never settled, as one does whose handling ends its process. To be called inside a transaction.
 */
export function takeMessages(
  table: MessageTable,
  request: Omit<TakeRequest, 'lock'>,
  maxDeliveries: number,
): readonly FreshMessage[] {
  const lock = randomBytes(9).toString('base64url');
  const fresh: FreshMessage[] = [];
  for (const taken of table.take({ ...request, lock })) {
    const body = fromJson(taken.text);
    if (body === undefined) table.bury(taken, 'its body is no JSON');
    else if (taken.deliveryCount > maxDeliveries)
      table.bury(taken, `given out ${maxDeliveries} times, and nobody settled it`);
    else fresh.push({ taken, body });
  }
  return fresh;
}

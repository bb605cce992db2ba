import { z } from 'zod';
import type { Session } from '../../../../../domain/user.js';
import { stored } from '../../stored.js';
import { type Ledger, usersIn } from './ledger.js';

/** The one document beside the events of a partition. */
export const ledgerId = 'ledger';

/** Whose partition it is: a session's, or a user's for what was done outside of any session. */
export interface Subject {
  readonly kind: 'session' | 'loner';
  readonly id: string;
}

export interface KnownLedger {
  readonly subject: Subject;
  readonly ledger: Ledger;
  /** Changes with every write of the document. */
  readonly etag: string;
}

/** `users` is what the index finds a ledger by. */
export function ledgerBody({ kind, id }: Subject, ledger: Ledger) {
  return { id: ledgerId, kind, subject: id, users: usersIn(ledger), ledger };
}

const ledgerDocumentSchema = z.object({
  kind: z.enum(['session', 'loner']),
  subject: z.string(),
  ledger: z.object({
    userId: z.string().exactOptional(),
    startedAt: z.number(),
    lastSeenAt: z.number(),
    eventCount: z.number(),
    next: z.number(),
    named: z.array(z.tuple([z.string(), z.number()])),
    moves: z.array(z.object({ from: z.string(), into: z.string(), before: z.number() })),
  }),
  _etag: z.string(),
});

export function parseLedger(document: unknown): KnownLedger {
  const { kind, subject, ledger, _etag } = stored(ledgerDocumentSchema, document);
  return { subject: { kind, id: subject }, ledger, etag: _etag };
}

export function sessionOf({ subject, ledger }: KnownLedger): Session {
  const { userId, startedAt, lastSeenAt, eventCount } = ledger;
  return {
    id: subject.id,
    ...(userId !== undefined && { userId }),
    ...{ startedAt, lastSeenAt, eventCount },
  };
}

import { z } from 'zod';
import { disowned, erasureOf, recounted } from '../events/ledger/erased-ledger.js';
import type { Entry, Ledger } from '../events/ledger/ledger.js';
import {
  type KnownLedger,
  ledgerBody,
  ledgerId,
  parseLedger,
} from '../events/ledger/ledger-document.js';
import { batchSize, type Operation, type Partition } from '../events/partition.js';
import { stored } from '../stored.js';
import { mostAttempts, tooBusy } from './change-ledger.js';

/**
 * Takes the user's events out of a partition, and the user out of its ledger, in as many transactions as that needs; after
 * each the ledger says what is left.
 */
export async function eraseFrom(partition: Partition, userId: string): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const document = await partition.read(ledgerId);
    if (document === undefined) return;
    const entries = await entriesIn(partition);
    if (await eraseAll(partition, { known: parseLedger(document), entries, userId })) return;
  }
  throw tooBusy();
}

interface KnownEntry extends Entry {
  readonly documentId: string;
}

interface Erasing {
  readonly known: KnownLedger;
  readonly entries: readonly KnownEntry[];
  readonly userId: string;
}

const rowSchema = z.object({
  id: z.string(),
  number: z.number(),
  ts: z.number(),
  userId: z.string().exactOptional(),
});

async function entriesIn(partition: Partition): Promise<readonly KnownEntry[]> {
  const rows = await partition.query(
    `SELECT c.id, c.number, c.event.ts, c.event.userId FROM c WHERE c.key = @key AND c.kind = 'event'`,
  );
  return rows.map((row) => {
    const { id: documentId, ...entry } = stored(rowSchema, row);
    return { documentId, ...entry };
  });
}

/** One place is the ledger's. */
const removedAtOnce = batchSize - 1;

/** False where somebody else wrote to the partition meanwhile. */
async function eraseAll(partition: Partition, erasing: Erasing): Promise<boolean> {
  const { known, entries, userId } = erasing;
  const { gone, left } = erasureOf(known.ledger, entries, userId);
  const now = gone.slice(0, removedAtOnce);
  const later = gone.slice(removedAtOnce);
  const isLast = later.length === 0;
  const remaining = [...left, ...later];
  const counted = recounted(known.ledger, remaining);
  const ledger = counted && isLast ? disowned(counted, remaining, userId) : counted;
  const { obstacle, etags } = await partition.write([
    ...now.map(({ documentId }) => ({ remove: documentId })),
    ledgerOperation(known, ledger),
  ]);
  if (obstacle !== undefined) return false;
  const etag = etags.at(-1);
  if (isLast || ledger === undefined) return true;
  if (etag === undefined) return false;
  return eraseAll(partition, { known: { ...known, ledger, etag }, entries: remaining, userId });
}

function ledgerOperation({ subject, etag }: KnownLedger, ledger: Ledger | undefined): Operation {
  if (ledger === undefined) return { remove: ledgerId, etag };
  return { replace: ledgerBody(subject, ledger), etag };
}

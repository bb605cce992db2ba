import { AppError } from '../../../../domain/errors.js';
import type { Ledger } from '../events/ledger/ledger.js';
import { ledgerBody, ledgerId, parseLedger } from '../events/ledger/ledger-document.js';
import type { MergedLedger } from '../events/ledger/merged-ledger.js';
import type { Partition } from '../events/partition.js';

/** How often others may get ahead. */
export const mostAttempts = 50;

/** Rewrites a ledger unless `change` finds nothing to do; returns the number of events that changed hands. */
export async function changeLedger(
  partition: Partition,
  change: (ledger: Ledger) => MergedLedger | undefined,
): Promise<number> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const document = await partition.read(ledgerId);
    if (document === undefined) return 0;
    const { subject, ledger, etag } = parseLedger(document);
    const changed = change(ledger);
    if (changed === undefined) return 0;
    const replace = ledgerBody(subject, changed.ledger);
    const { obstacle } = await partition.write([{ replace, etag }]);
    if (obstacle === undefined) return changed.events;
  }
  throw tooBusy();
}

export const tooBusy = () =>
  new AppError('unavailable', 'too many write to the events of one shopper at the same time');

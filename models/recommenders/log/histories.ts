import type { Interaction } from '../../../shared/domain/event.js';
import type { Histories } from '../../../shared/ports/recommender.js';
import type { InteractionLog } from './interaction-log.js';
import type { KindTable } from './kind-table.js';
import type { Shoppers } from './shoppers.js';
import { none } from './time-lists.js';

/** Reads histories out of the log: O(sequences × limit). */
export function createHistories(
  log: InteractionLog,
  shoppers: Shoppers,
  kinds: KindTable,
): Histories {
  const gather = (sequence: number, limit: number, rows: number[]): void => {
    let row = log.bySequence.newest(sequence);
    for (let step = 0; row !== none && step < limit; step += 1) {
      rows.push(row);
      row = log.bySequence.older(row);
    }
  };
  const interaction = (row: number): Interaction => ({
    itemId: log.items.nameOf(log.itemOf(row)),
    kind: kinds.at(log.typeOf(row))?.kind ?? 'view',
    ts: log.timeOf(row),
  });
  const read = (sequences: readonly number[], limit: number): readonly Interaction[] => {
    const rows: number[] = [];
    for (const sequence of sequences) {
      gather(sequence, limit, rows);
      const dismissals = shoppers.dismissalsOf(sequence);
      if (dismissals !== undefined) gather(dismissals, limit, rows);
    }
    rows.sort((a, b) => log.timeOf(a) - log.timeOf(b) || a - b);
    return rows.slice(Math.max(0, rows.length - limit)).map(interaction);
  };
  return {
    ofUser(userId, limit) {
      const sequences = shoppers.sequencesOfUser(userId);
      return sequences && read(sequences, limit);
    },
    ofSession(sessionId, limit) {
      const sequences = shoppers.sequencesOfSession(sessionId);
      return sequences && read(sequences, limit);
    },
  };
}

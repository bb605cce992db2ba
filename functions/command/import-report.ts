import {
  type ImportCounts,
  type ImportedShopper,
  type ImportOutcome,
  sizeOf,
} from '../../shared/domain/import-outcome.js';

/** What an import did and what to do next, for the person who ran it. `apiUrl` has no slash at its end. */
export function describeOutcome(outcome: ImportOutcome, apiUrl: string): string {
  const lines = [...describeCounts(outcome), ...describeRejects(outcome)];
  if (!outcome.isComplete)
    lines.push('Stopped before the end; the same command goes on from here.');
  if (outcome.shopper) lines.push('', ...describeNext(outcome.shopper, apiUrl));
  return lines.join('\n');
}

function describeCounts({ counts, countsBefore }: ImportOutcome): string[] {
  const known = countsBefore.accepted + countsBefore.duplicates + counts.duplicates;
  if (sizeOf(counts) > 0) {
    const already = known > 0 ? [`${count(known, 'event')} had been there already.`] : [];
    return [`Imported ${describeSize(counts)}.`, ...already];
  }
  if (known + sizeOf(countsBefore) === 0) return ['Nothing was imported.'];
  const before = { ...countsBefore, accepted: known };
  return [`Everything was there already: ${describeSize(before)}. Nothing was added.`];
}

function describeSize({ accepted, items, users }: ImportCounts): string {
  return [count(accepted, 'event'), count(items, 'item'), count(users, 'user')].join(', ');
}

function describeRejects({ counts, countsBefore, rejectLogs }: ImportOutcome): string[] {
  const rejected = counts.rejected + countsBefore.rejected;
  if (rejected === 0) return [];
  return [`${count(rejected, 'bad row')} left out; see`, ...rejectLogs.map((path) => `  ${path}`)];
}

function count(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;
}

function describeNext(shopper: ImportedShopper, apiUrl: string): string[] {
  return ['Next: npm start, and then', `  ${describeQuestion(shopper, apiUrl)}`];
}

function describeQuestion({ userId, itemId }: ImportedShopper, apiUrl: string): string {
  const about =
    userId === undefined
      ? `items/${encodeURIComponent(itemId)}/similar`
      : `recommendations/${encodeURIComponent(userId)}`;
  // Percent-encoding leaves the quote, which would end the shell's.
  return `curl '${apiUrl}/${about.replaceAll("'", '%27')}?limit=5'`;
}

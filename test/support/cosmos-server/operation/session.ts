import type { ContainerRow } from '../store/containers.js';
import type { Partitions } from '../store/partitions.js';
import type { Call } from '../wire/call.js';
import { ServiceError } from '../wire/service-error.js';

type Identified = readonly { readonly id: string }[];

/**
 * Headers that say up to which write of each partition the answer has seen: `0:-1#17`, of no version and the number of
 * the write ("Manage consistency levels", session tokens; the form is the one that the SDK's `VectorSessionToken` reads).
 */
export function sessionHeaders(
  container: ContainerRow,
  partitions: Identified,
  table: Partitions,
): Readonly<Record<string, string>> {
  const { database, definition, rid, number } = container;
  const lsns = partitions.map(({ id }) => table.lsn(number, id));
  return {
    'x-ms-session-token': partitions.map(({ id }, index) => `${id}:-1#${lsns[index]}`).join(','),
    lsn: String(Math.max(...lsns)),
    'x-ms-alt-content-path': `dbs/${database.id}/colls/${definition.id}`,
    'x-ms-content-path': rid,
  };
}

/** Throws 404 with substatus 1002 where the reader has seen later writes than there are. */
export function checkSession(
  { headers }: Call,
  { number }: ContainerRow,
  { partitions, table }: { readonly partitions: Identified; readonly table: Partitions },
): void {
  const seen = lsnsOf(headers['x-ms-session-token'] ?? '');
  for (const { id } of partitions) {
    if ((seen.get(id) ?? 0) > table.lsn(number, id)) throw readSessionNotAvailable();
  }
}

export const readSessionNotAvailable = () =>
  new ServiceError(404, 'The read session is not available for the input session token.', {
    subStatus: 1002,
  });

function lsnsOf(token: string): ReadonlyMap<string, number> {
  const parts = token.split(',').map((part) => /^(\w+):-?\d+#(\d+)/.exec(part));
  return new Map(parts.flatMap((part) => (part ? [[part[1] ?? '', Number(part[2])]] : [])));
}

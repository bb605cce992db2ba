import { AppError } from '../../../../domain/errors.js';

/** How far each physical partition's log goes, by the partition's id. */
export type LogEnds = ReadonlyMap<string, number>;

/**
 * Reads `x-ms-session-token`: `<partition>:<version>#<log number>[#<region>=<number>…]`, several joined by commas.
 * Throws `unavailable` for anything else: the service has changed its ways.
 */
export function logEndsOf(sessionToken: unknown): LogEnds {
  const text = typeof sessionToken === 'string' ? sessionToken : '';
  const ends = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, partition, end] = /^([^:,#]+):-?\d+#(\d+)(?:#.*)?$/.exec(part) ?? [];
    if (partition === undefined) throw unknownForm(text);
    ends.set(partition, Math.max(ends.get(partition) ?? 0, Number(end)));
  }
  return ends;
}

/** The furthest of both, partition by partition. */
export function furthest(all: Iterable<LogEnds>): LogEnds {
  const ends = new Map<string, number>();
  for (const each of all) {
    for (const [partition, end] of each) {
      ends.set(partition, Math.max(ends.get(partition) ?? 0, end));
    }
  }
  return ends;
}

function unknownForm(text: string): AppError {
  const shown = JSON.stringify(text.slice(0, 80));
  return new AppError('unavailable', `Cosmos DB answered with ${shown} as a session token`);
}

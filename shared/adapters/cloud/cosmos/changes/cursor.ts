import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import type { LogEnds } from './session-token.js';

/** How far a range of the feed has been read. */
export interface FeedPlace {
  /** The range: effective partition keys from `min` up to `max`. */
  readonly min: string;
  readonly max: string;
  /** Where to read on, as the service said; empty for the start. */
  readonly continuation: string;
  /** The physical partition that was read, once one was. */
  readonly partition: string;
  /** All up to this log number has been told, though `continuation` may lie before it; -1 before the first. */
  readonly reached: number;
}

/** A place in the feed to read on from, or only the ends of the logs that some writes have reached. */
export type Cursor =
  | { readonly kind: 'place'; readonly places: readonly FeedPlace[] }
  | { readonly kind: 'written'; readonly ends: LogEnds };

/** Cursors as text. They are bound to their container and tenant. */
export interface CursorCodec {
  place(places: readonly FeedPlace[]): string;
  written(ends: LogEnds): string;
  /** Throws `invalid` for what this store never gave. */
  parse(text: string): Cursor;
}

const placesSchema = z
  .array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.number().int().min(-1)]))
  .min(1);

/** `p1.<store>.<places>` or `w1.<store>.<partition>_<end>-…`: the second fits a header. */
export function cursorCodec(containerRid: string, tenant: string): CursorCodec {
  const store = createHash('sha256')
    .update(JSON.stringify([containerRid, tenant]))
    .digest('base64url')
    .slice(0, 10);
  const read: Readonly<Record<string, (body: string) => Cursor>> = {
    [`p1.${store}.`]: (body) => ({ kind: 'place', places: parsePlaces(body) }),
    [`w1.${store}.`]: (body) => ({ kind: 'written', ends: parseEnds(body) }),
  };
  return {
    place: (places) => `p1.${store}.${encodePlaces(places)}`,
    written: (ends) => `w1.${store}.${[...ends].map((end) => end.join('_')).join('-')}`,
    parse(text) {
      const head = text.slice(0, store.length + 4);
      const parse = Object.hasOwn(read, head) ? read[head] : undefined;
      if (parse === undefined) throw foreign(text);
      try {
        return parse(text.slice(head.length));
      } catch (cause) {
        throw foreign(text, cause);
      }
    },
  };
}

function encodePlaces(places: readonly FeedPlace[]): string {
  const rows = places.map(({ min, max, continuation, partition, reached }) => [
    ...[min, max, continuation, partition, reached],
  ]);
  return Buffer.from(JSON.stringify(rows)).toString('base64url');
}

function parsePlaces(body: string): readonly FeedPlace[] {
  const rows = placesSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  return rows.map(([min, max, continuation, partition, reached]) => ({
    ...{ min, max, continuation, partition, reached },
  }));
}

function parseEnds(body: string): LogEnds {
  const parts = body === '' ? [] : body.split('-');
  return new Map(
    parts.map((part) => {
      const [, partition, end] = /^([^_]+)_(\d{1,15})$/.exec(part) ?? [];
      if (partition === undefined) throw new RangeError(`${part} is no end of a log`);
      return [partition, Number(end)];
    }),
  );
}

function foreign(text: string, cause?: unknown): AppError {
  const shown = JSON.stringify(text.slice(0, 80));
  return new AppError('invalid', `A cursor must be one that this store gave, not ${shown}`, {
    cause,
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  disowned,
  erasureOf,
  recounted,
} from '../../../../../../../shared/adapters/cloud/cosmos/events/ledger/erased-ledger.js';
import {
  type Entry,
  extended,
  type Ledger,
  ownerOf,
  silentIn,
  usersIn,
} from '../../../../../../../shared/adapters/cloud/cosmos/events/ledger/ledger.js';
import {
  mergedSession,
  mergedUser,
} from '../../../../../../../shared/adapters/cloud/cosmos/events/ledger/merged-ledger.js';

/** A session as one would keep it in memory, each event with its owner of the moment, beside its ledger. */
interface Visit {
  ledger: Ledger | undefined;
  userId: string | undefined;
  events: { readonly entry: Entry; owner: string | undefined }[];
}
type Step = (visit: Visit) => void;

const silent = ({ owner }: { owner: string | undefined }) => owner === undefined;

function add(visit: Visit, userId: string | undefined): void {
  const number = visit.ledger?.next ?? 0;
  const entry = { number, ts: (number * 7) % 11, ...(userId !== undefined && { userId }) };
  visit.ledger = extended(visit.ledger, [entry], true);
  visit.events.push({ entry, owner: userId });
  visit.userId = userId ?? visit.userId;
}

function merge(visit: Visit, from: string, into: string): void {
  if (visit.ledger === undefined || from === into) return;
  const isOwn = visit.userId === from;
  const named = visit.events.filter(({ owner }) => owner === from);
  const moved = named.length + (isOwn ? visit.events.filter(silent).length : 0);
  const merged = mergedUser(visit.ledger, { from, into });
  expect(merged?.events ?? 0).toBe(moved);
  visit.ledger = merged?.ledger ?? visit.ledger;
  for (const event of named) event.owner = into;
  if (isOwn) visit.userId = into;
}

function take(visit: Visit, into: string): void {
  if (visit.ledger === undefined) return;
  const taken = mergedSession(visit.ledger, into);
  const isNews = visit.userId !== into;
  expect(taken?.events).toBe(isNews ? visit.events.filter(silent).length : undefined);
  visit.ledger = taken?.ledger ?? visit.ledger;
  visit.userId = into;
}

function erase(visit: Visit, user: string): void {
  if (visit.ledger === undefined) return;
  const isOwn = visit.userId === user;
  const entries = visit.events.map(({ entry }) => entry);
  const { left } = erasureOf(visit.ledger, entries, user);
  const counted = recounted(visit.ledger, left);
  visit.ledger = counted && disowned(counted, left, user);
  visit.events = visit.events.filter((event) => (silent(event) ? !isOwn : event.owner !== user));
  if (isOwn) visit.userId = visit.events.findLast((event) => !silent(event))?.owner;
  if (visit.events.length === 0) visit.userId = undefined;
}

const people = fc.constantFrom('ann', 'bob', 'guest');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.option(people, { nil: undefined }).map((id) => (visit: Visit) => add(visit, id)),
  fc.tuple(people, people).map(
    ([from, into]) =>
      (visit: Visit) =>
        merge(visit, from, into),
  ),
  people.map((id) => (visit: Visit) => take(visit, id)),
  people.map((id) => (visit: Visit) => erase(visit, id)),
);

describe('A ledger', () => {
  it('knows whose each event is though no event was ever changed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const visit: Visit = { ledger: undefined, userId: undefined, events: [] };
        for (const each of steps) {
          each(visit);
          agree(visit);
        }
      }),
    );
  });

  it('counts those who are silent, and names all it speaks of once', () => {
    const entries = [
      { number: 0, ts: 5 },
      { number: 1, ts: 3, userId: 'ann' },
    ];
    const ledger = extended(undefined, entries, true);
    expect(ledger).toMatchObject({ startedAt: 3, lastSeenAt: 5, eventCount: 2, userId: 'ann' });
    expect(silentIn(ledger)).toBe(1);
    expect(usersIn(ledger)).toEqual(['ann']);
  });

  it('gives no user to what was done outside of any session', () => {
    const ledger = extended(undefined, [{ number: 0, ts: 5, userId: 'ann' }], false);
    expect(ledger).not.toHaveProperty('userId');
    expect(usersIn(ledger)).toEqual(['ann']);
  });
});

function agree({ ledger, userId, events }: Visit): void {
  if (ledger === undefined) {
    expect(events).toEqual([]);
    return;
  }
  const times = events.map(({ entry }) => entry.ts);
  const owners = events.map(({ owner }) => owner);
  expect(events.map(({ entry }) => ownerOf(ledger, entry))).toEqual(owners);
  expect(ledger.userId).toBe(userId);
  expect(ledger.eventCount).toBe(events.length);
  expect(ledger.startedAt).toBe(Math.min(...times));
  expect(ledger.lastSeenAt).toBe(Math.max(...times));
  expect(silentIn(ledger)).toBe(events.filter(silent).length);
  for (const [id, count] of ledger.named) {
    expect(count).toBe(owners.filter((owner) => owner === id).length);
  }
  const known = owners.flatMap((owner) => owner ?? []).concat(userId ?? []);
  expect(new Set(usersIn(ledger))).toEqual(new Set(known));
}

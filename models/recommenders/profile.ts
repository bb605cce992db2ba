import type { Interaction } from '../../shared/domain/event.js';
import type { Accept } from '../../shared/ports/recommender.js';
import type { KindTable } from './log/kind-table.js';
import type { Names } from './log/names.js';

/** How many of the newest steps say what a shopper wants now. */
const memory = 20;
const recencyDecay = 0.8;

export interface Interest {
  readonly item: number;
  /** Σ over the item's steps of 0.8^(steps since) × the interest its kind shows. */
  readonly weight: number;
  /** Place of the latest step with the item, counted from the oldest remembered, from 1. */
  readonly position: number;
  /** The latest step with the item. */
  readonly step: Interaction;
}

/** A history as the counting models read it: what attracted, newest first, each item once. */
export interface Profile {
  readonly interests: readonly Interest[];
  /** Steps remembered. */
  readonly length: number;
  readonly dismissed: ReadonlySet<string>;
  /** The asker's own sequences in the log. */
  readonly own: readonly number[];
}

export function readProfile(
  history: readonly Interaction[],
  names: Names,
  kinds: KindTable,
): Profile {
  const dismissed = new Set(
    history.filter((step) => step.kind === 'dismiss').map((step) => step.itemId),
  );
  const steps = history.filter((step) => !dismissed.has(step.itemId)).slice(-memory);
  const interests = new Map<number, Interest>();
  for (let position = steps.length; position > 0; position -= 1) {
    const step = steps[position - 1];
    const item = step === undefined ? undefined : names.find(step.itemId);
    if (step === undefined || item === undefined) continue;
    const weight = recencyDecay ** (steps.length - position) * kinds.interestOfKind(step.kind);
    const known = interests.get(item);
    interests.set(
      item,
      known ? { ...known, weight: known.weight + weight } : { item, weight, position, step },
    );
  }
  return { interests: [...interests.values()], length: steps.length, dismissed, own: [] };
}

/** What may be shown to this shopper: nothing they have dismissed. */
export function acceptFor(profile: Profile, accept: Accept): Accept {
  if (profile.dismissed.size === 0) return accept;
  return (itemId) => !profile.dismissed.has(itemId) && accept(itemId);
}

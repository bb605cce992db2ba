import type { Attributes } from './item.js';

/** A record with more says nothing that a model could learn from. */
const maxTraits = 64;
const maxLength = 128;

/** What models learn of a shopper beside events: features as `name=value`, one for each value of a list. */
export function traitsOf(features: Attributes): readonly string[] {
  return Object.entries(features)
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, one })))
    .filter(({ one }) => one !== null)
    .map(({ name, one }) => `${name}=${one}`)
    .filter((trait) => trait.length <= maxLength)
    .slice(0, maxTraits);
}

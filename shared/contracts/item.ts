import { z } from 'zod';
import type { Item, ItemDraft } from '../domain/item.js';
import {
  attributesField,
  idField,
  line,
  moneyField,
  prose,
  timeField,
  urlField,
} from './fields.js';

const labels = z.array(line(100)).max(50);

const fields = {
  name: line(500),
  description: prose(10_000).optional(),
  categories: labels.default([]),
  tags: labels.default([]),
  price: moneyField.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected three capital letters (ISO 4217)')
    .optional(),
  seller: line(200).optional(),
  image_url: urlField.optional(),
  url: urlField.optional(),
  attributes: attributesField.default({}),
  is_active: z.boolean().default(true),
  created_at: timeField.optional(),
};

export const itemExample = {
  id: 'mug-17',
  name: 'Blue mug, hand-thrown',
  categories: ['mugs'],
  tags: ['blue', 'ceramic'],
  price: 24.5,
  currency: 'EUR',
  attributes: { colour: 'blue' },
};

export const itemInputSchema = z
  .strictObject({ id: idField, ...fields })
  .meta({ id: 'ItemInput', description: 'A product; what is left out gets its default' });
export const namedItemSchema = z.strictObject({ id: idField.optional(), ...fields });
const emptiable = ['description', 'price', 'currency', 'seller', 'image_url', 'url'] as const;

/** Only what is to change; null empties an optional field (RFC 7396). */
export const itemPatchSchema = z
  .strictObject({
    name: fields.name.optional(),
    description: fields.description.nullable(),
    categories: labels.optional(),
    tags: labels.optional(),
    price: fields.price.nullable(),
    currency: fields.currency.nullable(),
    seller: fields.seller.nullable(),
    image_url: fields.image_url.nullable(),
    url: fields.url.nullable(),
    attributes: attributesField.optional(),
    is_active: z.boolean().optional(),
    created_at: timeField.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'expected at least one field to change')
  .meta({ id: 'ItemPatch', description: `null empties ${emptiable.join(', ')}` });

export type ItemInput = z.output<typeof itemInputSchema>;
export type ItemPatch = z.output<typeof itemPatchSchema>;

export const itemSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().optional(),
    categories: z.array(z.string()),
    tags: z.array(z.string()),
    price: z.number().optional(),
    currency: z.string().optional(),
    seller: z.string().optional(),
    image_url: z.string().optional(),
    url: z.string().optional(),
    attributes: z.record(z.string(), z.unknown()),
    is_active: z.boolean(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Item' });

export function toItemDraft(input: ItemInput): ItemDraft {
  const { image_url: imageUrl, is_active: isActive, created_at: createdAt, ...same } = input;
  return present({ ...same, imageUrl, isActive, createdAt }) as unknown as ItemDraft;
}

/** The item with what the patch names changed, and what it nulls left out. */
export function patched(item: Item, patch: ItemPatch): Item {
  const { image_url: imageUrl, is_active: isActive, created_at: createdAt, ...same } = patch;
  const changes = present({ ...same, imageUrl, isActive, createdAt });
  const kept = Object.entries({ ...item, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as unknown as Item;
}

/** Without the fields that are undefined, so that equal items have equal fields. */
function present(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The item as clients see it. */
export function fromItem(item: Item): z.input<typeof itemSchema> {
  const { imageUrl, isActive, createdAt, ...same } = item;
  return {
    ...same,
    categories: [...same.categories],
    tags: [...same.tags],
    ...(imageUrl !== undefined && { image_url: imageUrl }),
    is_active: isActive,
    created_at: new Date(createdAt).toISOString(),
  };
}

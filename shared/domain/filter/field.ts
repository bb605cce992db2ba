import type { AttributeValue, Item } from '../item.js';

/** What may stand beside a field; `any` is an attribute, whose type only the item knows. */
export type FieldType = 'text' | 'number' | 'boolean' | 'time' | 'list' | 'any';

export interface Field {
  readonly type: FieldType;
  /** Undefined where the item has no such value; times are milliseconds since 1970 UTC. */
  readonly read: (item: Item) => AttributeValue | undefined;
}

const itemFields: Readonly<Record<string, Field>> = {
  id: { type: 'text', read: (item) => item.id },
  name: { type: 'text', read: (item) => item.name },
  description: { type: 'text', read: (item) => item.description },
  categories: { type: 'list', read: (item) => item.categories },
  tags: { type: 'list', read: (item) => item.tags },
  price: { type: 'number', read: (item) => item.price },
  currency: { type: 'text', read: (item) => item.currency },
  seller: { type: 'text', read: (item) => item.seller },
  image_url: { type: 'text', read: (item) => item.imageUrl },
  url: { type: 'text', read: (item) => item.url },
  is_active: { type: 'boolean', read: (item) => item.isActive },
  created_at: { type: 'time', read: (item) => item.createdAt },
};

const attributePrefix = 'attributes.';

/** Every field there is, as a message may list them. */
export const fieldNames: readonly string[] = [
  ...Object.keys(itemFields),
  `${attributePrefix}<name>`,
];

/** The field of that name in the API's item; undefined where there is none. */
export function fieldOf(name: string): Field | undefined {
  if (Object.hasOwn(itemFields, name)) return itemFields[name];
  const attribute = name.slice(attributePrefix.length);
  if (!name.startsWith(attributePrefix) || attribute === '') return undefined;
  const read = ({ attributes }: Item) =>
    Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  return { type: 'any', read };
}

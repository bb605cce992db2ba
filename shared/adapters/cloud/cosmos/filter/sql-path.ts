/** Where the fields of the API's item lie in a document, below `item`. */
const properties: Readonly<Record<string, string>> = {
  id: 'id',
  name: 'name',
  description: 'description',
  categories: 'categories',
  tags: 'tags',
  price: 'price',
  currency: 'currency',
  seller: 'seller',
  image_url: 'imageUrl',
  url: 'url',
  is_active: 'isActive',
  created_at: 'createdAt',
};

const attributePrefix = 'attributes.';

/**
 * A field as a path of SQL; undefined for one that nobody knows. A path cannot be a parameter, so an attribute's name is
 * written into it with all but letters and figures of ASCII escaped: no name ends its quotes.
 */
export function sqlPath(field: string): string | undefined {
  if (Object.hasOwn(properties, field)) return `c.item.${properties[field]}`;
  const attribute = field.slice(attributePrefix.length);
  if (!field.startsWith(attributePrefix) || attribute === '') return undefined;
  return `c.item.attributes["${attribute.replace(/[^A-Za-z0-9]/g, escaped)}"]`;
}

/** Of one UTF-16 unit, as in JSON. */
const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

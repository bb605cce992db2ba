/** What a source can tell of a product. */
export const sourceFields = [
  'id',
  'name',
  'description',
  'categories',
  'tags',
  'price',
  'currency',
  'seller',
  'imageUrl',
  'url',
  'isActive',
  'createdAt',
] as const;
export type SourceField = (typeof sourceFields)[number];

/**
 * A product as another system knows it. A field that is absent is none of that system's business; null says that the
 * product has none. Otherwise as `Item`.
 */
export interface SourceProduct {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
  readonly price?: number | null;
  readonly currency?: string | null;
  readonly seller?: string | null;
  readonly imageUrl?: string | null;
  readonly url?: string | null;
  readonly isActive: boolean;
  readonly createdAt?: number;
}

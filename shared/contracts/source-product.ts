import { z } from 'zod';
import type { SourceProduct } from '../domain/source-product.js';
import { type Checked, check } from './complaints.js';
import { idField } from './fields.js';
import { itemPatchSchema } from './item.js';

const { attributes: _attributes, is_active, ...fields } = itemPatchSchema.shape;

/** The catalogue's own rules: what `POST /items` would refuse, no source brings in either. */
const sourceProductSchema = z.strictObject({
  ...fields,
  id: idField,
  name: fields.name.unwrap(),
  is_active: is_active.unwrap(),
});

/** Reads a product with the field names of the API. */
export function checkSourceProduct(input: unknown): Checked<SourceProduct> {
  const checked = check(sourceProductSchema, input);
  if (!checked.ok) return checked;
  const { image_url, created_at, is_active: isActive, ...same } = checked.value;
  const value = { ...same, isActive, imageUrl: image_url, createdAt: created_at };
  const said = Object.entries(value).filter(([, field]) => field !== undefined);
  return { ok: true, value: Object.fromEntries(said) as unknown as SourceProduct };
}

import { z } from 'zod';
import { AppError } from '../../domain/errors.js';
import type { Offer } from '../../domain/offer.js';

/** Text of somebody else, cut to what a page shows. */
const text = (maxLength: number) =>
  z
    .string()
    .transform((value) => value.trim().slice(0, maxLength))
    .refine((value) => value !== '');

const address = z.url({ protocol: /^https?$/ }).max(2_048);
/** What is of no use is as good as absent. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const rowSchema = z.object({
  title: text(300),
  extracted_price: lenient(z.number().min(0).max(1e12)),
  currency: lenient(z.string().regex(/^[A-Z]{3}$/)),
  source: lenient(text(200)),
  thumbnail: lenient(address),
  link: lenient(address),
  product_link: lenient(address),
});

const answerSchema = z.object({ shopping_results: z.array(z.unknown()).max(1_000).default([]) });

/**
 * The offers of an answer in the shape of SerpApi's Google Shopping (serpapi.com/shopping-results), in its order; a row that
 * cannot be read is passed over. Throws `unavailable` for what is no such answer.
 */
export function readOffers(body: string, limit: number): readonly Offer[] {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw unreadable();
  return answer.data.shopping_results.flatMap(toOffer).slice(0, limit);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause?: unknown) =>
  new AppError('unavailable', 'the shopping provider answered something unreadable', { cause });

function toOffer(row: unknown): readonly Offer[] {
  const read = rowSchema.safeParse(row);
  if (!read.success) return [];
  const { title, extracted_price, currency, source, thumbnail, link, product_link } = read.data;
  const url = link ?? product_link;
  const offer: Offer = {
    name: title,
    ...(extracted_price !== undefined && { price: extracted_price }),
    ...(currency !== undefined && { currency }),
    ...(source !== undefined && { seller: source }),
    ...(thumbnail !== undefined && { image: thumbnail }),
    ...(url !== undefined && { url }),
  };
  return [offer];
}

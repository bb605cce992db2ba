import { z } from 'zod';

/** Where live offers come from; without `endpoint`, from the shop's own catalogue. */
export interface ShoppingConfig {
  /** Of a JSON API in the shape of SerpApi's Google Shopping. */
  readonly endpoint: string | undefined;
  /** A secret: never to be shown. */
  readonly key: string | undefined;
  /** Language and country of the search. */
  readonly locale: { readonly language: string; readonly country: string };
  /** Of one request, retries apart. */
  readonly timeoutMs: number;
  /** Requests at a time, of all tasks in this process together. */
  readonly concurrency: number;
  readonly cacheMs: number;
  /** Offers looked up for each recommended item. */
  readonly offersPerItem: number;
}

export const shoppingVariables = {
  SHOPPING_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional(),
  SHOPPING_KEY: z.string().min(1).max(512).optional(),
  SHOPPING_LOCALE: z
    .string()
    .regex(/^[a-z]{2}-[a-z]{2}$/, 'expected language and country such as en-us')
    .default('en-us'),
  SHOPPING_TIMEOUT_SECONDS: z.coerce.number().min(0.05).max(60).default(3),
  SHOPPING_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(16),
  SHOPPING_CACHE_SECONDS: z.coerce.number().min(0).max(604_800).default(600),
  SHOPPING_OFFERS: z.coerce.number().int().min(1).max(20).default(3),
};

const schema = z.object(shoppingVariables);

export function readShoppingConfig(values: z.output<typeof schema>): ShoppingConfig {
  const [language = '', country = ''] = values.SHOPPING_LOCALE.split('-');
  return {
    endpoint: values.SHOPPING_ENDPOINT,
    key: values.SHOPPING_KEY,
    locale: { language, country },
    timeoutMs: values.SHOPPING_TIMEOUT_SECONDS * 1000,
    concurrency: values.SHOPPING_CONCURRENCY,
    cacheMs: values.SHOPPING_CACHE_SECONDS * 1000,
    offersPerItem: values.SHOPPING_OFFERS,
  };
}

import { z } from 'zod';

const path = z.string().regex(/^(\/("[^"]+"|[^/"]+))+$/, 'is no path like /tenant');

const hash = z.strictObject({
  paths: z.tuple([path]),
  kind: z.literal('Hash').default('Hash'),
  // The service takes 1 where none is given; its hash sees 101 characters only, which nobody can tell from outside.
  version: z.literal(2).default(2),
});

const multiHash = z.strictObject({
  paths: z.array(path).min(1).max(3),
  kind: z.literal('MultiHash'),
  version: z.literal(2),
});

/** One path, or up to three of a hierarchy ("Hierarchical partition keys in Azure Cosmos DB"). Version 2 only. */
export const partitionKey = z.union([hash, multiHash]);

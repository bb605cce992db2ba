import { z } from 'zod';
import { badRequest } from '../wire/service-error.js';
import { fullTextIndex, type fullTextPolicy } from './full-text-policy.js';
import { maxDimensionsOf, type vectorEmbeddingPolicy, vectorIndex } from './vector-policy.js';

const indexedPath = z.strictObject({
  path: z.string().regex(/^\/(.*\/)?[*?]$/, 'ends neither with /* nor with /?'),
  // Kinds of index that the service still takes and makes nothing of.
  indexes: z.array(z.unknown()).optional(),
});

const compositePath = z.strictObject({
  path: z.string().regex(/^(\/("[^"]+"|[^/*?]+))+$/, 'is no path like /name'),
  order: z.enum(['ascending', 'descending']).default('ascending'),
});

const etagPath = { path: '/"_etag"/?' };

export const defaultIndexing = {
  indexingMode: 'consistent' as const,
  automatic: true,
  includedPaths: [{ path: '/*' }],
  excludedPaths: [etagPath],
};

/** "Indexing policies in Azure Cosmos DB". */
export const indexingPolicy = z.strictObject({
  indexingMode: z.enum(['consistent', 'none']).default('consistent'),
  automatic: z.boolean().default(true),
  includedPaths: z.array(indexedPath).default([]),
  excludedPaths: z.array(indexedPath).default([]),
  compositeIndexes: z.array(z.array(compositePath).min(2).max(8)).max(100).optional(),
  spatialIndexes: z.array(z.unknown()).max(0).optional(),
  vectorIndexes: z.array(vectorIndex).optional(),
  fullTextIndexes: z.array(fullTextIndex).optional(),
});

interface Checked {
  readonly indexingPolicy: z.infer<typeof indexingPolicy>;
  readonly vectorEmbeddingPolicy?: z.infer<typeof vectorEmbeddingPolicy> | undefined;
  readonly fullTextPolicy?: z.infer<typeof fullTextPolicy> | undefined;
}

/** What no part of a definition can say alone. Throws 400. */
export function checkIndexing(definition: Checked): void {
  checkRoot(definition);
  checkVectorIndexes(definition);
  checkFullTextIndexes(definition);
}

function checkRoot({ indexingPolicy: { indexingMode, includedPaths, excludedPaths } }: Checked) {
  if (indexingMode === 'none') return;
  if ([...includedPaths, ...excludedPaths].some(({ path }) => path === '/*')) return;
  throw badRequest(
    'The special mandatory indexing path "/" is not provided in any of the path type sets.',
  );
}

function checkVectorIndexes({ indexingPolicy, vectorEmbeddingPolicy }: Checked): void {
  const embeddings = vectorEmbeddingPolicy?.vectorEmbeddings ?? [];
  for (const { path, type } of indexingPolicy.vectorIndexes ?? []) {
    const embedding = embeddings.find((each) => each.path === path);
    if (embedding === undefined) {
      throw badRequest(`Vector index path ${path} is not in the vector embedding policy.`);
    }
    if (embedding.dimensions > maxDimensionsOf[type]) {
      throw badRequest(
        `A ${type} index takes at most ${maxDimensionsOf[type]} dimensions; ${path} has ${embedding.dimensions}.`,
      );
    }
  }
}

function checkFullTextIndexes({ indexingPolicy, fullTextPolicy }: Checked): void {
  const paths = fullTextPolicy?.fullTextPaths ?? [];
  for (const { path } of indexingPolicy.fullTextIndexes ?? []) {
    if (paths.some((each) => each.path === path)) continue;
    throw badRequest(`Full-text index path ${path} is not in the full-text policy.`);
  }
}

import { z } from 'zod';

const maxDimensions = 4_096;

const embedding = z.strictObject({
  path: z.string().regex(/^(\/[^/*?]+)+$/, 'is no path like /embedding'),
  dataType: z.enum(['float32', 'float16', 'uint8', 'int8']),
  dimensions: z.int().min(1).max(maxDimensions),
  distanceFunction: z.enum(['cosine', 'euclidean', 'dotproduct']),
});

/** "Vector search in Azure Cosmos DB for NoSQL", container vector policies. */
export const vectorEmbeddingPolicy = z.strictObject({ vectorEmbeddings: z.array(embedding) });

/** The same page, vector indexing policies. The optional settings are those of quantized indexes. */
export const vectorIndex = z.strictObject({
  path: z.string(),
  type: z.enum(['flat', 'quantizedFlat', 'diskANN']),
  quantizationByteSize: z.int().min(1).max(512).optional(),
  indexingSearchListSize: z.int().min(10).max(500).optional(),
  vectorIndexShardKey: z.array(z.string()).optional(),
});

/** The most dimensions of an index of each type. */
export const maxDimensionsOf = { flat: 505, quantizedFlat: maxDimensions, diskANN: maxDimensions };

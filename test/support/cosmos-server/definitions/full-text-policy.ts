import { z } from 'zod';

const language = z.enum(['en-US', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'pt-BR', 'pt-PT']);

/** "Full-text search in Azure Cosmos DB for NoSQL", container full-text policy. */
export const fullTextPolicy = z.strictObject({
  defaultLanguage: language.optional(),
  fullTextPaths: z.array(z.strictObject({ path: z.string(), language: language.optional() })),
});

export const fullTextIndex = z.strictObject({ path: z.string() });

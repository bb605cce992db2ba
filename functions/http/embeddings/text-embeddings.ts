import { postBatchEmbed, postEmbed, postSimilarity } from '../../../shared/contracts/embeddings.js';
import type { EmbeddedText, EmbedTexts } from '../../../shared/use-cases/embeddings/embed-texts.js';
import type { MeasureSimilarity } from '../../../shared/use-cases/embeddings/measure-similarity.js';
import {
  type ApiTrigger,
  type EndpointDependencies,
  httpTrigger,
  type Operation,
  operation,
} from '../endpoint.js';

interface Dependencies extends EndpointDependencies {
  readonly embedTexts: EmbedTexts;
  readonly measureSimilarity: MeasureSimilarity;
}

/** `POST /embed`, `/batch-embed` and `/similarity` */
export function textEmbeddingTriggers(dependencies: Dependencies): readonly ApiTrigger[] {
  const { embedTexts, measureSimilarity } = dependencies;
  const trigger = (name: string, POST: Operation) =>
    httpTrigger({ name, route: name, operations: { POST } }, dependencies);
  return [
    trigger('embed', one(embedTexts)),
    trigger('batch-embed', batch(embedTexts)),
    trigger('similarity', similarity(measureSimilarity)),
  ];
}

const one = (embedTexts: EmbedTexts) =>
  operation(postEmbed, async ({ body }) => {
    const embedded = await embedTexts.embed([body.text]);
    const [embedding] = embedded.map(toNumbers);
    const isIn = (flag: 'isCached' | 'isTruncated') => embedded.some((each) => each[flag]);
    return {
      body: {
        embedding,
        ...madeBy(embedTexts),
        cached: isIn('isCached'),
        truncated: isIn('isTruncated'),
      },
    };
  });

const batch = (embedTexts: EmbedTexts) =>
  operation(postBatchEmbed, async ({ body }) => {
    const embedded = await embedTexts.embed(body.texts);
    return {
      body: {
        embeddings: embedded.map(toNumbers),
        ...madeBy(embedTexts),
        cache_hits: embedded.filter(({ isCached }) => isCached).length,
        truncated: embedded.map(({ isTruncated }) => isTruncated),
      },
    };
  });

const similarity = (measureSimilarity: MeasureSimilarity) =>
  operation(postSimilarity, async ({ body: { a, b } }) => ({
    body: { similarity: await measureSimilarity(a, b) },
  }));

const madeBy = ({ space }: EmbedTexts) => ({ dimension: space.dimensions, model: space.model });
const toNumbers = ({ vector }: EmbeddedText) => [...vector];

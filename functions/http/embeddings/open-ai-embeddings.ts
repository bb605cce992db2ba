import { refuse } from '../../../shared/contracts/complaints.js';
import { postOpenAiEmbeddings } from '../../../shared/contracts/embeddings.js';
import { shortened } from '../../../shared/domain/vectors.js';
import type { EmbeddedText, EmbedTexts } from '../../../shared/use-cases/embeddings/embed-texts.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from '../endpoint.js';

/** `POST /v1/embeddings` */
export function openAiEmbeddingTrigger(
  dependencies: EndpointDependencies & { readonly embedTexts: EmbedTexts },
): ApiTrigger {
  const { embedTexts } = dependencies;
  const POST = operation(postOpenAiEmbeddings, async ({ body }) => {
    const { dimensions: all, model } = embedTexts.space;
    const { input, encoding_format: format, dimensions = all } = body;
    requireDimensions(dimensions, all);
    const texts = typeof input === 'string' ? [input] : input;
    const embedded = await embedTexts.embed(texts);
    const data = embedded.map(({ vector }, index) => {
      const short = shortened(vector, dimensions);
      const embedding = format === 'base64' ? toBase64(short) : [...short];
      return { object: 'embedding', index, embedding };
    });
    const tokens = estimatedTokens(texts);
    const usage = { prompt_tokens: tokens, total_tokens: tokens };
    return { headers: truncationOf(embedded), body: { object: 'list', data, model, usage } };
  });
  const route = { name: 'open-ai-embeddings', route: 'v1/embeddings', operations: { POST } };
  return httpTrigger(route, dependencies);
}

function requireDimensions(wanted: number, all: number): void {
  if (wanted <= all) return;
  const message = `expected at most ${all}, which the model has, got ${wanted}`;
  refuse([{ path: 'dimensions', message }]);
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

const bytesInToken = 4;

const estimatedTokens = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / bytesInToken), 0);

/** The shape has no place for it. */
function truncationOf(embedded: readonly EmbeddedText[]) {
  const places = embedded.flatMap(({ isTruncated }, index) => (isTruncated ? [index] : []));
  return { ...(places.length > 0 && { 'x-truncated-inputs': places.join(',') }) };
}

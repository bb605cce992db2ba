import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createInferenceClient,
  type InferenceClient,
} from '../../shared/adapters/cloud/inference-client/inference-client.js';
import {
  type Patience,
  usualPatience,
} from '../../shared/adapters/cloud/inference-client/patience.js';
import { floatsToText } from '../../shared/contracts/inference/float-text.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { EncodedTexts } from '../../shared/ports/encoders.js';
import { serveHttp } from './http-server.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

export const space: VectorSpace = { model: 'letters', version: '1', dimensions: 8 };

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);
export const json = (body: unknown): Answer => status(200, {}, JSON.stringify(body));

/** Vectors for one text. */
export const row = json({
  ...{ space, vectors: floatsToText(new Float32Array(8).fill(0.5)), truncated: [true] },
});

export interface ScriptedServer {
  readonly origin: string;
  /** Requests so far. */
  count(): number;
}

/** Answers in turn, with the last answer for ever. */
export async function answering(...answers: readonly Answer[]): Promise<ScriptedServer> {
  let count = 0;
  const { origin } = await serveHttp((request, response) => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    request.resume();
    request.once('end', () => answer?.(request, response));
  });
  return { origin, count: () => count };
}

const quick: Patience = {
  ...usualPatience,
  ...{ pauseMs: { first: 4, longest: 20 }, breakAfter: 100, restMs: 50 },
};

interface Given extends Partial<Patience> {
  readonly timeoutMs?: number;
  readonly key?: string;
}

export interface ClientUnderTest extends InferenceClient {
  readonly telemetry: RecordedTelemetry;
  encode(texts?: readonly string[], signal?: AbortSignal): Promise<EncodedTexts>;
}

/** A client that loses patience in milliseconds where the usual one does in seconds. */
export function clientOf(
  { origin }: { readonly origin: string },
  { timeoutMs = 5_000, key, ...patience }: Given = {},
): ClientUnderTest {
  const telemetry = new RecordedTelemetry();
  const client = createInferenceClient({
    ...{ url: origin, key, timeoutMs, telemetry, random: () => 0.5 },
    patience: { ...quick, ...patience },
  });
  const encoder = client.textEncoder({ space });
  return { ...client, telemetry, encode: (texts = ['a'], signal) => encoder.encode(texts, signal) };
}

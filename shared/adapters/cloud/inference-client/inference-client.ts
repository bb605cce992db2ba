import { isSameSpace, type VectorSpace } from '../../../domain/vector-space.js';
import type { ImageEncoder, ServerHealth, TextEncoder } from '../../../ports/encoders.js';
import type { Telemetry } from '../../../ports/runtime.js';
import type { Trace } from '../../../ports/trace.js';
import { type Patience, persistently, usualPatience } from './patience.js';
import type { ServerAddress } from './post.js';
import { Reachability } from './reachability.js';
import type { Connection } from './remote-encoder.js';
import { remotePictures } from './remote-pictures.js';
import { remoteTexts } from './remote-texts.js';

export interface InferenceClientOptions extends ServerAddress {
  /** 0 to 1, for the pauses between retries. */
  readonly random: () => number;
  readonly telemetry: Telemetry;
  /** Of what requests belong to, which the server is told. */
  readonly trace?: Trace | undefined;
  readonly patience?: Patience;
}

interface Remote<Encoder> {
  /** That in which vectors are wanted; should the server answer in another, it is refused. */
  readonly space: VectorSpace;
  /** Encodes what the server cannot, if it does so in the same space; closed together with the encoder. */
  readonly fallback?: Encoder;
}

interface RemoteImages extends Remote<ImageEncoder> {
  readonly pictureSize: number;
  /** Whether the model knows texts too. */
  readonly hasTexts: boolean;
}

/** The encoders of an inference server; they share its connections, and what is known of it. */
export interface InferenceClient {
  textEncoder(remote: Remote<TextEncoder>): TextEncoder;
  imageEncoder(remote: RemoteImages): ImageEncoder;
  health(): ServerHealth;
}

export function createInferenceClient(options: InferenceClientOptions): InferenceClient {
  const { random, telemetry, trace, patience = usualPatience } = options;
  const reachability = new Reachability(telemetry);
  const persist = persistently(patience, random);
  const connection = { server: options, persist, reachability, telemetry, trace };
  return {
    textEncoder: (remote) => textEncoder(connection, remote),
    imageEncoder: (remote) => imageEncoder(connection, remote),
    health: () => reachability.health,
  };
}

function textEncoder(
  connection: Connection,
  { space, fallback }: Remote<TextEncoder>,
): TextEncoder {
  const local = ofSpace(space, fallback);
  const encode = remoteTexts(connection, { space, with: 'text' }, local?.encode.bind(local));
  return { space, encode, close: async () => fallback?.close() };
}

function imageEncoder(connection: Connection, remote: RemoteImages): ImageEncoder {
  const { space, fallback, hasTexts, pictureSize } = remote;
  const local = ofSpace(space, fallback);
  const encodeTexts = local?.encodeTexts?.bind(local);
  return {
    ...{ space, pictureSize },
    encode: remotePictures(connection, space, local),
    ...(hasTexts && {
      encodeTexts: remoteTexts(connection, { space, with: 'image' }, encodeTexts),
    }),
    close: async () => fallback?.close(),
  };
}

/** Vectors of another space would be of no use. */
function ofSpace<Encoder extends { readonly space: VectorSpace }>(
  space: VectorSpace,
  encoder: Encoder | undefined,
): Encoder | undefined {
  return encoder && isSameSpace(encoder.space, space) ? encoder : undefined;
}

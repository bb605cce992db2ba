import { jsonBody } from '../../../shared/contracts/bodies.js';
import { refuse } from '../../../shared/contracts/complaints.js';
import { readPictures } from '../../../shared/contracts/inference/picture-frames.js';
import {
  embedTextsSchema,
  inferenceLimits,
  inferencePaths,
  picturesMediaType,
} from '../../../shared/contracts/inference.js';
import { AppError } from '../../../shared/domain/errors.js';
import type { Embedder } from '../embedder.js';
import type { Embedders } from '../embedders.js';
import type { BodyRoom } from './body.js';
import { jsonAnswer, type Route, type ServerAnswer } from './route.js';

const textsBody = jsonBody(embedTextsSchema);
const textsLimits = { mediaType: 'application/json', maxSizeBytes: inferenceLimits.maxTextsBytes };
const picturesLimits = {
  ...{ mediaType: picturesMediaType, maxSizeBytes: inferenceLimits.maxPicturesBytes },
};

/** What the app sends its texts and pictures to. */
export function embedRoutes(embedders: Embedders, room: BodyRoom): readonly Route[] {
  const work = { method: 'POST', isOpen: false, isWork: true } as const;
  return [
    {
      ...{ ...work, path: inferencePaths.texts },
      handle: (request) =>
        room.with(request, textsLimits, async (body) => {
          const { texts, with: name } = parseTexts(body);
          const embedder = name === 'text' ? embedders.text : embedders.imageText;
          return embed(
            demand(embedder, `for texts in the space of "${name}"`),
            texts,
            request.signal,
          );
        }),
    },
    {
      ...{ ...work, path: inferencePaths.pictures },
      handle: (request) =>
        room.with(request, picturesLimits, async (body) =>
          embed(demand(embedders.image, 'for pictures'), readPictures(body), request.signal),
        ),
    },
  ];
}

async function embed<Item>(
  embedder: Embedder<Item>,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<ServerAnswer> {
  return jsonAnswer(await embedder.embed(items, signal));
}

function demand<Item>(embedder: Embedder<Item> | undefined, what: string): Embedder<Item> {
  if (embedder === undefined) throw new AppError('not-found', `this server has no encoder ${what}`);
  return embedder;
}

function parseTexts(body: Uint8Array) {
  const parsed = textsBody.parse(decode(body), 'application/json');
  return parsed.ok ? parsed.value : refuse(parsed.complaints);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notUtf8(cause);
  }
}

const notUtf8 = (cause: unknown) =>
  new AppError('invalid', 'expected a body in UTF-8, got other bytes', { cause });

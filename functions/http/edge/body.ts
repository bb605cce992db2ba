import type { BodySpec, MediaType } from '../../../shared/contracts/bodies.js';
import type { Checked } from '../../../shared/contracts/complaints.js';
import { shown } from '../../../shared/contracts/complaints.js';
import { AppError } from '../../../shared/domain/errors.js';
import type { HttpRequest } from '../../trigger.js';
import { readForm } from './form.js';
import { piecesOf } from './pieces.js';

const aliases: Readonly<Record<string, MediaType>> = {
  'application/json': 'application/json',
  'application/x-ndjson': 'application/x-ndjson',
  'application/ndjson': 'application/x-ndjson',
  'application/jsonl': 'application/x-ndjson',
  'multipart/form-data': 'multipart/form-data',
};

/** Reads and checks the body. Throws `unsupported-media-type`, `too-large`, or `invalid` where it cannot be read. */
export async function readBody<T>(spec: BodySpec<T>, request: HttpRequest): Promise<Checked<T>> {
  const hasBody = request.body !== undefined && request.headers['content-length'] !== '0';
  if (!hasBody && spec.isOptional) return spec.parse('', 'application/json');
  const mediaType = hasBody ? mediaTypeOf(spec, request) : 'application/json';
  if (mediaType === 'multipart/form-data' && spec.form) return readForm(spec.form, request);
  const text = hasBody ? decode(await collect(request, spec.maxSizeBytes)) : '';
  if (spec.isOptional || text.trim() !== '') return spec.parse(text, mediaType);
  return { ok: false, complaints: [{ path: '', message: 'expected a body, got none' }] };
}

function mediaTypeOf(spec: BodySpec<unknown>, request: HttpRequest): MediaType {
  const given = request.headers['content-type'];
  const [type = '', ...parameters] = (given ?? '').toLowerCase().split(';');
  const mediaType = aliases[type.trim()];
  const isUtf8 = parameters.every((each) => !/charset=(?!"?utf-?8)/.test(each));
  const encoding = request.headers['content-encoding'];
  if (mediaType && spec.mediaTypes.includes(mediaType) && isUtf8 && plain(encoding))
    return mediaType;
  const got = shown(plain(encoding) ? (given ?? '') : encoding);
  const expected = `${spec.mediaTypes.join(' or ')} in UTF-8, not compressed`;
  throw new AppError('unsupported-media-type', `expected a body of ${expected}, got ${got}`);
}

const plain = (encoding: string | undefined) => !encoding || encoding === 'identity';

async function collect(request: HttpRequest, maxSizeBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(request, maxSizeBytes)) pieces.push(piece);
  return Buffer.concat(pieces);
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

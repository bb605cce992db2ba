import {
  getMultipartBoundary,
  MaxFileSizeExceededError,
  MultipartParser,
  type MultipartPart,
} from '@remix-run/multipart-parser';
import type { FormSpec } from '../../../shared/contracts/bodies.js';
import { type Checked, refuse } from '../../../shared/contracts/complaints.js';
import { AppError } from '../../../shared/domain/errors.js';
import type { HttpRequest } from '../../trigger.js';
import { piecesOf } from './pieces.js';

/** For all that is no file, with boundaries and the heads of the parts. */
const roomForFieldsBytes = 65_536;
const maxParts = 64;
/** RFC 2046 §5.1.1 */
const maxBoundaryLength = 70;

/**
 * Reads a form piece by piece and keeps nothing that comes after its first mistake. Throws `too-large`, or `invalid` where
 * it is no form, has another file than it may have, or an empty one.
 */
export async function readForm<Body>(
  spec: FormSpec<Body>,
  request: HttpRequest,
): Promise<Checked<Body>> {
  const { fileField, maxFileSizeBytes } = spec;
  const maxSizeBytes = maxFileSizeBytes + roomForFieldsBytes;
  const limits = { maxFileSize: maxFileSizeBytes, maxTotalSize: maxSizeBytes, maxParts };
  const parser = new MultipartParser(boundaryOf(request), limits);
  const fields = new Map<string, string | Uint8Array>();
  for await (const piece of piecesOf(request, maxSizeBytes)) {
    // What follows the last boundary says nothing, and the parser wants none of it.
    if (isWhole(parser)) break;
    for (const part of partsIn(piece, parser)) addPart(fields, part, fileField);
  }
  if (!isWhole(parser)) throw broken();
  return spec.parse(Object.fromEntries(fields));
}

function boundaryOf({ headers }: HttpRequest): string {
  const boundary = getMultipartBoundary(headers['content-type'] ?? '');
  if (boundary === null || boundary.length > maxBoundaryLength) throw broken();
  return boundary;
}

interface Part {
  readonly name: string;
  readonly value: string | Uint8Array;
}

function partsIn(piece: Uint8Array, parser: MultipartParser): readonly Part[] {
  try {
    return [...parser.write(piece)].map(readPart);
  } catch (cause) {
    throw cause instanceof MaxFileSizeExceededError ? tooLarge(parser.maxFileSize) : broken(cause);
  }
}

const readPart = (part: MultipartPart): Part => ({
  name: part.name ?? '',
  value: part.isFile ? part.bytes : part.text,
});

function isWhole(parser: MultipartParser): boolean {
  try {
    parser.finish();
    return true;
  } catch {
    return false;
  }
}

function addPart(
  fields: Map<string, string | Uint8Array>,
  { name, value }: Part,
  fileField: string,
): void {
  const before = fields.get(name);
  const problem = (name === fileField ? problemOfFile : problemOfText)(value, before);
  if (problem) refuse([{ path: name.slice(0, 200), message: problem }]);
  fields.set(name, typeof before === 'string' ? `${before},${value}` : value);
}

type Value = string | Uint8Array;

function problemOfFile(value: Value, before: Value | undefined): string | undefined {
  if (before !== undefined) return 'expected one file, got more';
  if (typeof value === 'string') return 'expected a file, got text';
  return value.length === 0 ? 'expected a file that is not empty' : undefined;
}

function problemOfText(value: Value): string | undefined {
  return typeof value === 'string' ? undefined : 'expected no file in this field';
}

const broken = (cause?: unknown) =>
  new AppError('invalid', 'expected a whole form of multipart/form-data with its boundary', {
    cause,
  });

const tooLarge = (maxSizeBytes: number) =>
  new AppError('too-large', `expected a file of at most ${maxSizeBytes} bytes, got more`);

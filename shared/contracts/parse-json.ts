import { AppError } from '../domain/errors.js';
import { shown } from './complaints.js';

/** Throws `invalid` for what is no JSON, showing its beginning. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(text, error);
  }
}

const notJson = (text: string, cause: unknown) =>
  new AppError('invalid', `expected JSON, got ${shown(text)}`, { cause });

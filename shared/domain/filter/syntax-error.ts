import { AppError } from '../errors.js';

const contextLength = 40;

/** An `invalid` error that puts a caret before the character at `index`, counted from 0 in UTF-16 units. */
export function syntaxError(problem: string, source: string, index: number): AppError {
  const before = [...source.slice(0, index)];
  const after = [...source.slice(index, index + 2 * contextLength)];
  const start = before.length > contextLength ? '…' : '';
  const end = after.length > contextLength ? '…' : '';
  const left = start + before.slice(-contextLength).join('');
  const right = after.slice(0, contextLength).join('') + end;
  const excerpt = `${left}^${right}`.replace(/\p{Cc}/gu, ' ');
  return new AppError('invalid', `${problem} at character ${before.length + 1}: ${excerpt}`);
}

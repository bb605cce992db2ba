import { AppError } from '../../domain/errors.js';
import type { PostgresSettings } from './source-settings.js';

/** SQLSTATE classes and codes (PostgreSQL, appendix A) and Node's, in words of what they mean here. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'the host has no address',
  '28P01': 'it refuses this user and password',
  '28000': 'it refuses this user',
  '3D000': 'there is no such database',
  '57014': 'it took too long to answer, or somebody there stopped the query',
  '57P01': 'it is shutting down',
  '57P03': 'it is starting up',
};

/** Names what failed, where, and why: `invalid` where the configuration or the table is at fault, else `unavailable`. */
export function sourceError(error: unknown, settings: PostgresSettings): AppError {
  const code = codeOf(error);
  const { host, port, database } = settings;
  const place = `the source database ${database} at ${host}:${port}`;
  const why = (code && meanings[code]) ?? withoutSecret(messageOf(error), settings);
  // Class 42: what was asked for is not there, or not for this user.
  const isFinal = code?.length === 5 && code.startsWith('42');
  const message = `${place} cannot be read: ${why}`;
  return new AppError(isFinal ? 'invalid' : 'unavailable', message, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'it gives no reason';
}

const withoutSecret = (message: string, { password }: PostgresSettings) =>
  password ? message.replaceAll(password, '…') : message;

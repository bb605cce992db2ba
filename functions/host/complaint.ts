import { AppError } from '../../shared/domain/errors.js';

interface Listening {
  readonly host: string;
  readonly port: number;
}

/** What the terminal says of a start that failed: one line for what the user can mend, everything for what we must. */
export function complaint(error: unknown, { host, port }: Listening): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `port ${port} on ${host}`;
  if (code === 'EADDRINUSE') return `${where} is taken: stop what uses it, or set PORT to another`;
  if (code === 'EACCES') return `${where} may not be used: set PORT to one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine: set HOST to one that is`;
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

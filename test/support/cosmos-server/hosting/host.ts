import type { ServerOptions } from '../server.js';

/** What a server does that runs somewhere. */
export interface Host {
  readonly port: number;
  restart(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Without a file, the host finds a place. */
export type HostOptions = Omit<ServerOptions, 'file'> & { readonly file: string | undefined };

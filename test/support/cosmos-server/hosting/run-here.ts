import { AccountServer, type ServerOptions } from '../server.js';
import type { Host } from '../start.js';

type Options = Omit<ServerOptions, 'file'> & { readonly file: string | undefined };

/** In this process. What it keeps in memory outlives `kill`. */
export async function runHere({ file = ':memory:', ...options }: Options): Promise<Host> {
  const server = new AccountServer({ file, ...options });
  await server.listen();
  return {
    port: server.port,
    async restart() {
      await server.close();
      await server.listen();
    },
    kill: () => server.close(),
    stop: () => server.dispose(),
  };
}

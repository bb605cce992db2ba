import { AccountServer } from '../server.js';
import type { Host, HostOptions } from './host.js';

/** In this process. What it keeps in memory outlives `kill`. */
export async function runHere({ file = ':memory:', ...options }: HostOptions): Promise<Host> {
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

import { z } from 'zod';
import type { Faults } from './faults/faults.js';
import { askControl } from './hosting/control-client.js';
import { runApart } from './hosting/run-apart.js';
import { runHere } from './hosting/run-here.js';
import type { Charge } from './operation/charge-ledger.js';

export interface CosmosServer {
  readonly endpoint: string;
  readonly key: string;
  /** The name of a database for tests; nobody has created it yet. */
  readonly database: string;
  /** From the next request on; a rate of 0 ends them. */
  faults(faults: Faults): Promise<void>;
  /** Puts the server's clock forward. */
  advance(ms: number): Promise<void>;
  /** Since the last call, or since it was started. */
  charges(): Promise<readonly Charge[]>;
  /**
   * Ends it, if it is not ended, and starts it again where it was, with all it had acknowledged and with the same faults,
   * drawn from the seed anew.
   */
  restart(): Promise<void>;
  /** As a crash ends it: a process of its own by SIGKILL. */
  kill(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

export interface CosmosServerOptions {
  /** In a process of its own rather than in this one. */
  readonly separateProcess?: boolean;
  /** A SQLite file; without one, memory or a temporary file. */
  readonly file?: string;
  /** Of each container that is created; 1 where nothing else is said. */
  readonly physicalPartitions?: number;
  /** By a certificate that clients must not check; what tokens of Microsoft Entra ID need. */
  readonly tls?: boolean;
}

/** The key that the emulators have by convention; a secret of nobody. */
const key = Buffer.from(
  'a key for tests, which is as long as those of accounts are: 64 B.',
).toString('base64');
const database = 'tastemaker';

export async function startCosmosServer(options: CosmosServerOptions = {}): Promise<CosmosServer> {
  const { separateProcess = false, physicalPartitions = 1, tls: isTls = false, file } = options;
  const run = separateProcess ? runApart : runHere;
  const host = await run({ file, key, physicalPartitions, isTls });
  const endpoint = `${isTls ? 'https' : 'http'}://127.0.0.1:${host.port}`;
  const post = async (path: string, body: object) => void (await askControl(endpoint + path, body));
  let faults: Faults | undefined;
  return {
    endpoint,
    key,
    database,
    async faults(asked) {
      await post('/__faults', asked);
      faults = asked;
    },
    advance: (advanceMs) => post('/__clock', { advanceMs }),
    charges: async () => charges.parse(JSON.parse(await askControl(`${endpoint}/__charges`))),
    async restart() {
      await host.restart();
      if (faults !== undefined) await post('/__faults', faults);
    },
    kill: () => host.kill(),
    stop: () => host.stop(),
  };
}

const charges = z.array(
  z.object({ operation: z.string(), resource: z.string(), requestUnits: z.number() }),
);

import { type Container, CosmosClient } from '@azure/cosmos';
import { AppError } from '../../../domain/errors.js';
import type { Telemetry } from '../../../ports/runtime.js';
import { type Access, accessOptions, isLoopback } from './access.js';
import {
  type ContainerName,
  type Containers,
  containersFor,
  type VectorSettings,
} from './containers.js';
import { toAppError } from './failure.js';
import { faultOf } from './fault.js';
import { type Patience, type Persistence, persistently, usualPatience } from './patience.js';
import { requestPlugin } from './request-plugin.js';
import { withTrueFailure } from './true-failure.js';

/** One tenant's part of a database, as the stores see it. */
export interface CosmosConnection {
  readonly tenant: string;
  /** For messages: no secret is in it. */
  readonly address: string;
  readonly isLoopback: boolean;
  /** What each container must be. */
  readonly containers: Containers;
  container(name: ContainerName): Container;
  /** For emulators and tests only: in the cloud the templates make databases and containers. */
  readonly client: CosmosClient;
  readonly database: string;
  /**
   * Makes calls of the SDK. Rejects with an `AppError`, or with the signal's reason at once. Reads, queries and plain upserts
   * are sent again by themselves where that may help; other writes are where they surely changed nothing. `isRepeatable`:
   * `work` may begin again though its last write may have taken effect unseen.
   */
  run<T>(work: () => Promise<T>, options?: RunOptions): Promise<T>;
  /** Rejects nothing; later calls are `unavailable`. */
  close(): Promise<void>;
}

interface RunOptions {
  readonly isRepeatable?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface CosmosOptions extends Access {
  readonly database: string;
  /** The first level of every partition key. */
  readonly tenant: string;
  readonly telemetry: Telemetry;
  /** 0 to 1, for the pauses between attempts. */
  readonly random: () => number;
  readonly vectors?: VectorSettings;
  readonly patience?: Patience;
}

/**
 * Connects to a database of Cosmos DB, with session consistency. Sends nothing yet: `checkContainers` does. Throws `invalid`
 * for an endpoint that is none, and for a key where an identity is wanted: a key opens emulators on this machine only.
 */
export async function openCosmos(options: CosmosOptions): Promise<CosmosConnection> {
  const { endpoint, database, tenant, patience = usualPatience } = options;
  const persistence = persistently(patience, options);
  let isClosed = false;
  const guard = () => {
    if (isClosed) throw new AppError('unavailable', 'the connection to Cosmos DB has been closed');
  };
  const client = await openClient(options, { patience, persistence, guard });
  return {
    ...{ tenant, client, database, isLoopback: isLoopback(endpoint) },
    address: `${new URL(endpoint).origin}, database ${JSON.stringify(database)}`,
    containers: containersFor(options.vectors),
    container: (name) => client.database(database).container(name),
    run: (work, how) => run(persistence, work, how),
    async close() {
      isClosed = true;
      client.dispose();
    },
  };
}

interface Manner {
  readonly patience: Patience;
  readonly persistence: Persistence;
  readonly guard: () => void;
}

async function openClient(options: CosmosOptions, manner: Manner): Promise<CosmosClient> {
  const { patience } = manner;
  const { telemetry } = options;
  const clientOptions = {
    ...(await accessOptions(options)),
    plugins: [requestPlugin({ ...manner, telemetry })],
    consistencyLevel: 'Session' as const,
    userAgentSuffix: 'tastemaker',
    connectionPolicy: {
      requestTimeout: patience.timeoutMs,
      // An emulator names itself by an address that only it knows.
      enableEndpointDiscovery: !isLoopback(options.endpoint),
      retryOptions: {
        maxRetryAttemptCount: 9,
        maxWaitTimeInSeconds: patience.budgetMs / 1_000,
      },
    },
  };
  return new CosmosClient(clientOptions);
}

async function run<T>(
  persistence: Persistence,
  work: () => Promise<T>,
  { isRepeatable = false, signal }: RunOptions = {},
): Promise<T> {
  const attempt = async () => {
    signal?.throwIfAborted();
    try {
      return await withTrueFailure(work);
    } catch (error) {
      throw faultOf(error) ?? error;
    }
  };
  try {
    return await orAborted(persistence.repeat(attempt, { isRepeatable, signal }), signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw toAppError(error);
  }
}

/** The SDK does not hear a signal while it waits to ask again. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

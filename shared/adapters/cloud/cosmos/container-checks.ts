import type { ContainerDefinition } from '@azure/cosmos';
import { AppError } from '../../../domain/errors.js';
import type { CosmosConnection } from './connection.js';
import { type ContainerName, containerNames, type Definition } from './containers.js';

/**
 * Whether the database has the containers, each as it must be. Throws `unavailable` naming what was found and what was
 * expected: a missing database or container, another partition key, vectors of another length, documents that never expire.
 */
export async function checkContainers(
  connection: CosmosConnection,
  names: readonly ContainerName[] = containerNames,
  signal?: AbortSignal,
): Promise<void> {
  const reads = names.map((name) => readContainer(connection, name, signal));
  const [, ...all] = await Promise.all([checkDatabase(connection, signal), ...reads]);
  for (const [index, name] of names.entries()) {
    const found = all[index];
    if (found === undefined) throw unfit(connection, `has no container ${JSON.stringify(name)}`);
    const difference = differenceOf(connection.containers[name], found);
    if (difference)
      throw unfit(connection, `has a container ${JSON.stringify(name)} ${difference}`);
  }
}

async function checkDatabase(
  connection: CosmosConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, database, run } = connection;
  try {
    await run(() => client.database(database).read(abortable(signal)), { signal });
  } catch (error) {
    throw isMissing(error) ? unfit(connection, 'is not there') : error;
  }
}

/** Undefined where there is none. */
export async function readContainer(
  connection: CosmosConnection,
  name: ContainerName,
  signal?: AbortSignal,
): Promise<ContainerDefinition | undefined> {
  const read = () => connection.container(name).read(abortable(signal));
  try {
    return (await connection.run(read, { signal })).resource;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return undefined;
  }
}

const abortable = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});
const isMissing = (error: unknown) => error instanceof AppError && error.code === 'not-found';

function unfit({ address }: CosmosConnection, what: string): AppError {
  return new AppError('unavailable', `Cosmos DB at ${address} ${what}`);
}

/** The first thing that stores rely on and that is otherwise; an index that is missing makes things dear, not wrong. */
function differenceOf(wanted: Definition, found: ContainerDefinition): string | undefined {
  for (const { name, of } of facts) {
    const [expected, actual] = [of(wanted), of(found)];
    if (expected !== actual) return `with ${name} ${actual}: expected ${expected}`;
  }
  return undefined;
}

interface Fact {
  readonly name: string;
  readonly of: (definition: ContainerDefinition) => string;
}

const facts: readonly Fact[] = [
  {
    name: 'the partition key',
    of: ({ partitionKey }) =>
      `${(partitionKey?.paths ?? []).join(', ')} (${partitionKey?.kind ?? 'Hash'})`,
  },
  {
    name: 'the vectors',
    of: ({ vectorEmbeddingPolicy }) =>
      listed(
        (vectorEmbeddingPolicy?.vectorEmbeddings ?? []).map(
          ({ path, dimensions, dataType, distanceFunction }) =>
            `${path} of ${dimensions} ${dataType}, ${distanceFunction}`,
        ),
      ),
  },
  {
    name: 'the searched texts',
    of: ({ fullTextPolicy }) =>
      listed((fullTextPolicy?.fullTextPaths ?? []).map(({ path }) => path)),
  },
  {
    name: 'documents that expire',
    of: ({ defaultTtl }) => (defaultTtl === undefined ? 'never' : `by ttl ${defaultTtl}`),
  },
];

const listed = (texts: readonly string[]) => (texts.length === 0 ? 'none' : texts.join(' and '));

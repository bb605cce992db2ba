import { AppError } from '../../../domain/errors.js';
import type { CosmosConnection } from './connection.js';
import { readContainer } from './container-checks.js';
import { type ContainerName, containerNames } from './containers.js';
import { isConflict } from './failure.js';

/**
 * Makes the database and the containers that are not there, for emulators on this machine and for tests. Throws `invalid`
 * elsewhere: there the templates make them, and this application has no right to.
 */
export async function createContainers(
  connection: CosmosConnection,
  names: readonly ContainerName[] = containerNames,
): Promise<void> {
  if (!connection.isLoopback) {
    throw new AppError('invalid', 'the containers of an account are made by its templates only');
  }
  const { client, database, containers } = connection;
  await unlessThere(connection, () => client.databases.createIfNotExists({ id: database }));
  const { containers: existing } = client.database(database);
  const found = await Promise.all(names.map((name) => readContainer(connection, name)));
  for (const [index, name] of names.entries()) {
    if (found[index] !== undefined) continue;
    await unlessThere(connection, () => existing.createIfNotExists(containers[name]));
  }
}

/** Processes that start together each find nothing there, and one of them is first. */
async function unlessThere(
  { run }: CosmosConnection,
  create: () => Promise<unknown>,
): Promise<void> {
  try {
    await run(create, { isRepeatable: true });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

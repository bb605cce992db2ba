import { AppError } from '../../../domain/errors.js';
import type { CosmosConnection } from './connection.js';
import { readContainer } from './container-checks.js';
import { type ContainerName, containerNames } from './containers.js';

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
  const { client, database, containers, run } = connection;
  await run(() => client.databases.createIfNotExists({ id: database }), { isRepeatable: true });
  const { containers: existing } = client.database(database);
  const found = await Promise.all(names.map((name) => readContainer(connection, name)));
  for (const [index, name] of names.entries()) {
    if (found[index] !== undefined) continue;
    await run(() => existing.createIfNotExists(containers[name]), { isRepeatable: true });
  }
}

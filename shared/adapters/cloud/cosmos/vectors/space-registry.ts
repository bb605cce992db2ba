import type { Container } from '@azure/cosmos';
import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import {
  isSameSpace,
  type ServedKind,
  spaceName,
  type VectorSpace,
} from '../../../../domain/vector-space.js';
import type { NewId } from '../../../../ports/runtime.js';
import type { CosmosConnection } from '../connection.js';
import { isConflict } from '../failure.js';
import { readOne } from '../read-one.js';
import { containerFor, vectorContainerNames } from './vector-containers.js';

const spaceSchema = z.object({
  model: z.string(),
  version: z.string(),
  dimensions: z.number(),
  /** Of this coming into being: a space that was dropped and made again has another. */
  key: z.string(),
  container: z.enum(vectorContainerNames),
});

const registrySchema = z.object({
  spaces: z.array(spaceSchema),
  /** By kind: the key of the space that serves. */
  active: z.record(z.string(), z.string()),
});

export type KnownSpace = z.output<typeof spaceSchema>;
type Registry = z.output<typeof registrySchema>;

/** Which spaces there are, where their vectors lie, and which of them serve: one document, read by one request unit. */
export interface SpaceRegistry {
  all(): Promise<readonly KnownSpace[]>;
  /** Throws `conflict` where the model's version is known with other dimensions. */
  find(space: VectorSpace): Promise<KnownSpace | undefined>;
  /** As `find`; a new one is added. Throws `conflict` also where no container takes vectors of this length. */
  enter(space: VectorSpace): Promise<KnownSpace>;
  forget(known: KnownSpace): Promise<void>;
  isActive(known: KnownSpace): Promise<boolean>;
  active(kind: ServedKind): Promise<VectorSpace | undefined>;
  activate(kind: ServedKind, space: VectorSpace): Promise<void>;
}

const id = 'vector-spaces';
const empty: Registry = { spaces: [], active: {} };

export function spaceRegistry(connection: CosmosConnection, newId: NewId): SpaceRegistry {
  const { tenant } = connection;
  const container = connection.container('state');
  const read = () => connection.run(() => readRegistry(connection));
  /** Asked anew with what another left; gives undefined where there is nothing to change. */
  const change = (changed: (registry: Registry) => Registry | undefined) =>
    connection.run(
      async () => {
        for (;;) {
          const { registry, etag } = await readRegistry(connection);
          const next = changed(registry);
          if (next === undefined) return registry;
          const document = { id, tenant, ...next };
          if (await written(container, document, etag)) return next;
        }
      },
      { isRepeatable: true },
    );
  const enter = async (space: VectorSpace) => {
    const registry = await change((now) =>
      known(now, space) === undefined ? entered(connection, now, space, newId()) : undefined,
    );
    return known(registry, space) ?? vanished(space);
  };
  return {
    all: async () => (await read()).registry.spaces,
    find: async (space) => known((await read()).registry, space),
    enter,
    async forget({ key }) {
      await change(({ spaces, active }) => ({
        spaces: spaces.filter((each) => each.key !== key),
        active,
      }));
    },
    isActive: async ({ key }) => Object.values((await read()).registry.active).includes(key),
    async active(kind) {
      const { spaces, active } = (await read()).registry;
      const found = spaces.find(({ key }) => key === active[kind]);
      return found && spaceOf(found);
    },
    async activate(kind, space) {
      const { key } = await enter(space);
      await change(({ spaces, active }) => ({ spaces, active: { ...active, [kind]: key } }));
    },
  };
}

export const spaceOf = ({ model, version, dimensions }: KnownSpace): VectorSpace => ({
  model,
  version,
  dimensions,
});

function known({ spaces }: Registry, space: VectorSpace): KnownSpace | undefined {
  const { model, version } = space;
  const found = spaces.find((each) => each.model === model && each.version === version);
  if (found === undefined || isSameSpace(found, space)) return found;
  throw new AppError(
    'conflict',
    `${spaceName(space)} does not fit the vectors of this model and version, which have ${found.dimensions} dimensions`,
  );
}

function entered(
  connection: CosmosConnection,
  { spaces, active }: Registry,
  space: VectorSpace,
  key: string,
): Registry {
  const { model, version, dimensions } = space;
  const container = containerFor(connection, space);
  return { spaces: [...spaces, { model, version, dimensions, key, container }], active };
}

function vanished(space: VectorSpace): never {
  throw new AppError('conflict', `${spaceName(space)} was dropped as it came into being`);
}

async function readRegistry(connection: CosmosConnection) {
  const { tenant } = connection;
  const container = connection.container('state');
  const found = await readOne(container, { id, key: [tenant, id] }, registrySchema);
  return { registry: found?.value ?? empty, etag: found?.etag };
}

/** False where somebody else has written first. */
async function written(
  container: Container,
  document: Registry & { readonly id: string; readonly tenant: string },
  etag: string | undefined,
): Promise<boolean> {
  try {
    if (etag === undefined) await container.items.create(document);
    else {
      const accessCondition = { type: 'IfMatch', condition: etag };
      await container.item(id, [document.tenant, id]).replace(document, { accessCondition });
    }
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

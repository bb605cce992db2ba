import {
  type ContainerDefinition,
  type IndexingPolicy,
  PartitionKeyDefinitionVersion,
  PartitionKeyKind,
  VectorEmbeddingDataType,
  VectorEmbeddingDistanceFunction,
  VectorIndexType,
} from '@azure/cosmos';

/**
 * What lies where. The tenant is the first level of every partition key, so that many shops can share an account.
 * `infra/modules/cosmos-containers.json` repeats these definitions for the templates; a test compares the two.
 *
 * `shop`: items, events, sessions, users and marks of what was erased or merged, in one change feed.
 * `tasks`: a session's tasks, or the shop's own, in one partition each. `vectors-…`: one vector an item and space.
 * `state`: bookmarks, which space serves, places in the change feed. `leases`: who of the change triggers reads what.
 */
export const containerNames = [
  'shop',
  'tasks',
  'vectors-text',
  'vectors-image',
  'vectors-collaborative',
  'state',
  'leases',
] as const;
export type ContainerName = (typeof containerNames)[number];

export type Definition = ContainerDefinition & { readonly id: ContainerName };
export type Containers = Readonly<Record<ContainerName, Definition>>;

/** Of the vectors that are kept: a container takes those of one length only. */
export interface VectorSettings {
  readonly dimensions?: Partial<Record<'text' | 'image' | 'collaborative', number>>;
  /** `diskANN` finds nearly the nearest of any number; `quantizedFlat` looks at all, up to some 50,000 in a partition. */
  readonly index?: 'diskANN' | 'quantizedFlat';
}

/** Of the built-in encoders and of the models' item vectors. */
const usualDimensions = { text: 384, image: 512, collaborative: 100 } as const;

/** What each container must be. Documents expire only where they carry a `ttl` of their own. */
export function containersFor(vectors: VectorSettings = {}): Containers {
  const { text, image, collaborative } = { ...usualDimensions, ...vectors.dimensions };
  const index = vectors.index ?? 'diskANN';
  return {
    shop: shopContainer,
    tasks: tasksContainer,
    'vectors-text': withText(vectorContainer('vectors-text', text, index), searchText),
    'vectors-image': vectorContainer('vectors-image', image, index),
    'vectors-collaborative': vectorContainer('vectors-collaborative', collaborative, index),
    state: { ...keyed('state', '/tenant', '/id'), indexingPolicy: indexing([]) },
    leases: leasesContainer,
  };
}

/** Where the words of an item lie that full-text search reads. */
const searchText = '/text';

/** A partition key of several levels, documents that may expire, and an index of what is asked for. */
function keyed(id: ContainerName, ...paths: string[]): Definition {
  const partitionKey = {
    paths,
    kind: PartitionKeyKind.MultiHash,
    version: PartitionKeyDefinitionVersion.V2,
  };
  return { id, partitionKey, defaultTtl: -1 };
}

/** Each indexed path makes every write dearer, so all others are left out. */
function indexing(included: readonly string[], excluded: readonly string[] = []): IndexingPolicy {
  return {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: included.map((path) => ({ path })),
    excludedPaths: ['/*', ...excluded].map((path) => ({ path })),
  };
}

/** Words of any language are cut by us before they are stored, so that the service's cutting changes little. */
function withText(definition: Definition, path: string): Definition {
  const { indexingPolicy } = definition;
  return {
    ...definition,
    indexingPolicy: { ...indexingPolicy, fullTextIndexes: [{ path }] },
    fullTextPolicy: {
      defaultLanguage: 'en-US',
      fullTextPaths: [{ path, language: 'en-US' }],
    },
  };
}

/** What filters ask for; texts that nobody compares are left out, and found by a scan. */
const itemPaths = ['/item/*'];
const longTexts = ['/item/description/?', '/item/imageUrl/?', '/item/url/?'];

const shopContainer: Definition = withText(
  {
    ...keyed('shop', '/tenant', '/key'),
    indexingPolicy: indexing(
      ['/tenant/?', '/key/?', '/kind/?', '/userId/?', '/users/[]/?', '/words/[]/?', ...itemPaths],
      longTexts,
    ),
  },
  searchText,
);

const tasksContainer: Definition = {
  ...keyed('tasks', '/tenant', '/owner'),
  // The service indexes ids by itself.
  indexingPolicy: indexing([
    ...['/tenant/?', '/owner/?', '/type/?', '/kind/?', '/status/?'],
    ...['/place/?', '/wakeAt/?', '/expiresAt/?'],
  ]),
};

function vectorContainer(
  id: ContainerName,
  dimensions: number,
  index: 'diskANN' | 'quantizedFlat',
): Definition {
  const path = '/vector';
  const type = index === 'diskANN' ? VectorIndexType.DiskANN : VectorIndexType.QuantizedFlat;
  return {
    ...keyed(id, '/tenant', '/itemId'),
    indexingPolicy: {
      ...indexing(['/tenant/?', '/itemId/?', '/kind/?', '/space/?', ...itemPaths], longTexts),
      vectorIndexes: [{ path, type }],
    },
    vectorEmbeddingPolicy: {
      vectorEmbeddings: [
        {
          path,
          dimensions,
          dataType: VectorEmbeddingDataType.Float32,
          distanceFunction: VectorEmbeddingDistanceFunction.Cosine,
        },
      ],
    },
  };
}

/** As the Functions host wants it: keyed by id alone, and indexed whole. */
const leasesContainer: Definition = {
  id: 'leases',
  partitionKey: {
    paths: ['/id'],
    kind: PartitionKeyKind.Hash,
    version: PartitionKeyDefinitionVersion.V2,
  },
};

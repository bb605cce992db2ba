import { describe, expect, test } from 'vitest';
import { parseContainerDefinition } from '../../../support/cosmos-server/definitions/container-definition.js';
import { ServiceError } from '../../../support/cosmos-server/wire/service-error.js';
import { sendRaw } from '../raw-requests.js';
import { serverUnderTest } from '../server-under-test.js';

const plain = { id: 'items', partitionKey: { paths: ['/tenant'], kind: 'Hash', version: 2 } };
const everything = { includedPaths: [{ path: '/*' }] };
const vectors = (dimensions: number) => ({
  vectorEmbeddings: [
    { path: '/vector', dataType: 'float32', dimensions, distanceFunction: 'cosine' },
  ],
});
const indexed = (type: string, path = '/vector') => ({
  ...everything,
  vectorIndexes: [{ path, type }],
});

const statusOf = (definition: object): number => {
  try {
    parseContainerDefinition({ ...plain, ...definition });
    return 200;
  } catch (error) {
    return error instanceof ServiceError ? error.status : 500;
  }
};

describe('The definition of a container', () => {
  test('says what is indexed where nobody did', () => {
    expect(parseContainerDefinition(plain).indexingPolicy).toEqual({
      indexingMode: 'consistent',
      automatic: true,
      includedPaths: [{ path: '/*' }],
      excludedPaths: [{ path: '/"_etag"/?' }],
    });
  });

  test.each<[string, object]>([
    ['a name with a slash', { id: 'a/b' }],
    ['no partition key', { partitionKey: undefined }],
    ['a key of two paths without a hierarchy', { partitionKey: { paths: ['/a', '/b'] } }],
    ['a hierarchy of four', hierarchy(['/a', '/b', '/c', '/d'])],
    [
      'a hierarchy of the first version',
      { partitionKey: { ...hierarchy(['/a']).partitionKey, version: 1 } },
    ],
    ['a path that is none', { partitionKey: { paths: ['tenant'], kind: 'Hash', version: 2 } }],
    ['a time to live of nothing', { defaultTtl: 0 }],
    ['an unknown property', { colour: 'red' }],
    ['an index of nothing in particular', { indexingPolicy: { includedPaths: [] } }],
    ['a path of an index without an end', { indexingPolicy: { includedPaths: [{ path: '/a' }] } }],
    ['a composite index of one path', { indexingPolicy: composite([{ path: '/a' }]) }],
    ['vectors of no dimensions', { vectorEmbeddingPolicy: vectors(0) }],
    ['vectors of too many dimensions', { vectorEmbeddingPolicy: vectors(4_097) }],
    ['an index of vectors that are none', { indexingPolicy: indexed('diskANN') }],
    ['an index of full texts that are none', fullTextIndex('/text')],
    [
      'a language nobody knows',
      { fullTextPolicy: { defaultLanguage: 'xx-XX', fullTextPaths: [] } },
    ],
    [
      'a flat index of too many dimensions',
      { indexingPolicy: indexed('flat'), vectorEmbeddingPolicy: vectors(506) },
    ],
  ])('is refused with %s', (_, definition) => {
    expect(statusOf(definition)).toBe(400);
  });

  test.each(['quantizedFlat', 'diskANN'])('may have an index of the type %s', (type) => {
    const definition = { indexingPolicy: indexed(type), vectorEmbeddingPolicy: vectors(1_536) };
    expect(statusOf(definition)).toBe(200);
  });

  test('is refused with what only the service knows, and not passed over', () => {
    expect(statusOf({ uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/a'] }] } })).toBe(501);
  });
});

function hierarchy(paths: readonly string[]) {
  return { partitionKey: { paths, kind: 'MultiHash', version: 2 } };
}

function composite(paths: readonly object[]) {
  return { ...everything, compositeIndexes: [paths] };
}

function fullTextIndex(path: string) {
  return { indexingPolicy: { ...everything, fullTextIndexes: [{ path }] } };
}

describe('A container that exists', () => {
  test('keeps its partition key and its vectors', async () => {
    const { server, container } = await serverUnderTest();
    await container();
    const known = { id: 'items', partitionKey: { paths: ['/pk'], kind: 'Hash', version: 2 } };
    const replace = async (change: object) => {
      const path = `/dbs/${server.database}/colls/items`;
      const body = { ...known, ...change };
      return (await sendRaw(server, { method: 'PUT', path, body })).status;
    };
    expect(await replace({ partitionKey: { paths: ['/other'] } })).toBe(400);
    expect(await replace({ vectorEmbeddingPolicy: vectors(3) })).toBe(400);
    expect(await replace({ defaultTtl: 60 })).toBe(200);
  });

  test('is gone with all its documents when it is deleted', async () => {
    const { container } = await serverUnderTest();
    const first = await container();
    await first.items.create({ id: 'a', pk: 'p' });
    await first.delete();
    const second = await container();
    expect((await second.item('a', 'p').read()).statusCode).toBe(404);
  });
});

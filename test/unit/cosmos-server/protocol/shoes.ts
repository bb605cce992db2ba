import {
  type Container,
  type ContainerDefinition,
  type JSONValue,
  VectorEmbeddingDataType,
  VectorEmbeddingDistanceFunction,
  VectorIndexType,
} from '@azure/cosmos';
import { beforeAll, describe } from 'vitest';
import type { Court, Suite } from './judge.js';

export const shoeContainer = {
  partitionKey: { paths: ['/pk'], version: 2 },
  defaultTtl: -1,
  indexingPolicy: {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [{ path: '/*' }],
    excludedPaths: [{ path: '/emb/*' }],
    compositeIndexes: [
      [
        { path: '/a', order: 'ascending' },
        { path: '/b', order: 'descending' },
      ],
    ],
    vectorIndexes: [{ path: '/emb', type: VectorIndexType.QuantizedFlat }],
    fullTextIndexes: [{ path: '/text' }],
  },
  vectorEmbeddingPolicy: {
    vectorEmbeddings: [
      {
        path: '/emb',
        dataType: VectorEmbeddingDataType.Float32,
        dimensions: 3,
        distanceFunction: VectorEmbeddingDistanceFunction.Cosine,
      },
    ],
  },
  fullTextPolicy: {
    defaultLanguage: 'en-US',
    fullTextPaths: [{ path: '/text', language: 'en-US' }],
  },
} satisfies ContainerDefinition;

export interface Shoe {
  readonly id: string;
  readonly pk: string;
  readonly a: number;
  readonly b: number;
  readonly [name: string]: JSONValue;
}

/** Shoe `i<b>` of 30 lies in partition `p<b mod 3>`. */
export const shoe = (b: number): Shoe => ({
  id: `i${b}`,
  pk: `p${b % 3}`,
  a: b % 5,
  b,
  tags: b % 2 ? ['x', 'y'] : ['z'],
  active: b % 4 !== 0,
  text: b % 3 ? 'red running shoe' : 'blue leather boot',
  emb: [Math.cos(b), Math.sin(b), 0.1],
  nest: { k: b },
});

/** A suite with a container of its own, filled with the shoes; `shop()` is it. */
export function shoeSuite(
  name: string,
  behaviours: (shop: () => Container, court: Court) => void,
): Suite {
  return (court) => {
    describe(name, () => {
      let container: Container;
      beforeAll(async () => {
        const id = name.replace(/\W+/g, '-');
        const { containers } = court.client.database(court.database);
        container = (await containers.createIfNotExists({ id, ...shoeContainer })).container;
        const shoes = Array.from({ length: 30 }, (_, index) => shoe(index));
        await Promise.all(shoes.map((each) => container.items.upsert(each)));
      });
      behaviours(() => container, court);
    });
  };
}

/** The code of the error that a promise rejects with. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: { readonly code?: unknown }) => error.code,
  );

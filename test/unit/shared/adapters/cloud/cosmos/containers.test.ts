import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultOptions as twoTowerOptions } from '../../../../../../models/recommenders/two-tower/options.js';
import {
  containerNames,
  containersFor,
} from '../../../../../../shared/adapters/cloud/cosmos/containers.js';

describe('The containers of Cosmos DB', () => {
  it('are the same for the application as for the templates', () => {
    const written = JSON.parse(readFileSync('infra/modules/cosmos-containers.json', 'utf8'));
    expect(written).toEqual(Object.values(containersFor()));
  });

  it('take the item vectors that the two-tower model learns', () => {
    const { vectorEmbeddingPolicy } = containersFor()['vectors-collaborative'];
    const [embedding] = vectorEmbeddingPolicy?.vectorEmbeddings ?? [];
    expect(embedding?.dimensions).toBe(twoTowerOptions.dimension);
  });

  it('are keyed by tenant first, but for the leases of the Functions host', () => {
    for (const { id, partitionKey } of Object.values(containersFor())) {
      if (id === 'leases') expect(partitionKey?.paths).toEqual(['/id']);
      else expect(partitionKey).toMatchObject({ kind: 'MultiHash', version: 2 });
      if (id !== 'leases') expect(partitionKey?.paths[0]).toBe('/tenant');
    }
  });

  it('index no vectors as numbers, nor what is never asked for', () => {
    const containers = containersFor();
    expect(Object.keys(containers)).toEqual(containerNames);
    for (const { id, indexingPolicy } of Object.values(containers)) {
      if (id !== 'leases') expect(indexingPolicy?.excludedPaths).toContainEqual({ path: '/*' });
    }
  });

  it('take vectors of the length and the index that are wanted', () => {
    const containers = containersFor({ dimensions: { text: 8 }, index: 'quantizedFlat' });
    const { vectorEmbeddingPolicy, indexingPolicy } = containers['vectors-text'];
    expect(vectorEmbeddingPolicy?.vectorEmbeddings[0]).toMatchObject({
      ...{ path: '/vector', dimensions: 8, dataType: 'float32', distanceFunction: 'cosine' },
    });
    expect(indexingPolicy?.vectorIndexes).toEqual([{ path: '/vector', type: 'quantizedFlat' }]);
    const image = containersFor()['vectors-image'].vectorEmbeddingPolicy?.vectorEmbeddings[0];
    expect(image?.dimensions).toBe(512);
  });
});

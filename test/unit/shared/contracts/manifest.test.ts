import { describe, expect, it } from 'vitest';
import { decodeManifest, encodeManifest } from '../../../../shared/contracts/manifest.js';
import type { Manifest } from '../../../../shared/domain/model-version.js';

const estimate = { mean: 0.3, low: 0.2, high: 0.4 };
const manifest: Manifest = {
  formatVersion: 1,
  version: '20260131-093000-abcd',
  createdAt: 1_769_851_800_000,
  seed: 7,
  parent: '20260131-092500-abcd',
  data: { from: 0, to: 10, events: 3, shoppers: 2, items: 1, cursor: '17' },
  models: [
    {
      name: 'gru',
      parameters: { width: 100, loss: 'cross-entropy', tied: true },
      figures: { epochs: 3 },
      metrics: { 'ndcg@20': estimate },
      files: [{ name: 'query.onnx', sizeBytes: 12, sha256: 'ab'.repeat(32) }],
      keptFrom: '20260131-092500-abcd',
    },
  ],
  verdict: { isPublished: true, reason: 'better', difference: estimate },
};

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('A manifest', () => {
  it('is read as it was written', () => {
    expect(decodeManifest(encodeManifest(manifest))).toEqual(manifest);
    const { parent: _, ...first } = manifest;
    expect(decodeManifest(encodeManifest(first))).toEqual(first);
  });

  it('of a later format is refused for that, whatever else it holds', () => {
    expect(() => decodeManifest(bytes({ formatVersion: 2, models: 'elsewhere' }))).toThrow(
      'expected a manifest of format version 1, got 2',
    );
  });

  it.each([
    ['cut short', new TextEncoder().encode('{"formatVersion": 1,'), 'expected JSON, got "{'],
    ['a list', bytes([]), 'expected object'],
    ['without a format', bytes({}), 'formatVersion'],
    ['with a path for a file', withFile({ name: '../../etc/passwd' }), 'models.0.files.0.name'],
    ['with a hash cut short', withFile({ sha256: 'ab' }), 'models.0.files.0.sha256'],
    ['with a negative size', withFile({ sizeBytes: -1 }), 'models.0.files.0.sizeBytes'],
    ['of an unknown model', bytes({ ...manifest, models: [{ name: 'oracle' }] }), 'models.0.name'],
  ])('%s is refused with what is wrong', (_, content, complaint) => {
    expect(() => decodeManifest(content)).toThrow(complaint);
  });

  it('that could not be read again is not written', () => {
    const data = { ...manifest.data, events: Number.NaN };
    expect(() => encodeManifest({ ...manifest, data })).toThrow('data.events');
  });
});

function withFile(change: object): Uint8Array {
  const models = manifest.models.map((model) => ({
    ...model,
    files: model.files.map((file) => ({ ...file, ...change })),
  }));
  return bytes({ ...manifest, models });
}

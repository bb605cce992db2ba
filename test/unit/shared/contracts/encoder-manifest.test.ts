import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeEncoderManifest } from '../../../../shared/contracts/encoder-manifest.js';
import { encoderModel } from '../../../support/encoders/encoder-model.js';

const file = { path: 'onnx/model.onnx', sizeBytes: 3, sha256: 'a'.repeat(64) };
const model = encoderModel({ files: [file] });
const decode = (content: unknown) =>
  decodeEncoderManifest(
    Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  );

describe('A manifest', () => {
  it('is read as it was written', () => {
    expect(decode({ models: [model] })).toEqual([model]);
  });

  it.each<[string, unknown, string]>([
    ['that is no JSON', '{', 'expected JSON, got "{"'],
    ['of something else', { weights: [] }, 'models: missing'],
    [
      'with a path that leads out',
      { models: [{ ...model, files: [{ ...file, path: '../x' }] }] },
      'models.0.files.0.path',
    ],
    [
      'with an absolute path',
      { models: [{ ...model, files: [{ ...file, path: '/etc/x' }] }] },
      'models.0.files.0.path',
    ],
    [
      'without a hash',
      { models: [{ ...model, files: [{ ...file, sha256: '' }] }] },
      'models.0.files.0.sha256',
    ],
    [
      'that takes the name of the built-in one',
      { models: [{ ...model, name: 'built-in' }] },
      'built-in is taken',
    ],
    ['without files', { models: [{ ...model, files: [] }] }, 'models.0.files'],
    ['of a kind that nothing can load', { models: [{ ...model, kind: 'gpt' }] }, 'models.0.kind'],
  ])('%s is refused', (_, content, message) => {
    expect(() => decode(content)).toThrow(message);
  });
});

describe('The manifest of the product', () => {
  it('names models whose version tells their commit', async () => {
    const path = new URL('../../../../models/manifest.json', import.meta.url);
    const models = decodeEncoderManifest(await readFile(path));
    expect(models).toMatchObject([
      { name: 'all-MiniLM-L6-v2', kind: 'sentence', dimensions: 384, maxTokens: 256 },
      { name: 'clip-vit-base-patch32', kind: 'clip', dimensions: 512 },
    ]);
    for (const { version, revision } of models) {
      expect(version).toBe(`${revision.slice(0, 12)}-q8`);
    }
  });
});

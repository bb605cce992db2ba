import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

const encodersOf = (environment: Readonly<Record<string, string>>) =>
  parseConfig(environment).encoders;

it('encodes with what is built in unless told otherwise', () => {
  expect(encodersOf({ DATA_DIR: 'shop' })).toEqual({
    ...{ textModel: 'built-in', imageModel: 'built-in', threads: undefined },
    ...{ modelsDir: join('shop', 'models-cache'), hub: 'https://huggingface.co' },
  });
});

it('takes CLIP for pictures where it is enabled and no other model is named', () => {
  expect(encodersOf({ ENABLE_CLIP: '1' }).imageModel).toBe('clip-vit-base-patch32');
  expect(encodersOf({ ENABLE_CLIP: '1', IMAGE_MODEL: 'my-clip' }).imageModel).toBe('my-clip');
  expect(encodersOf({ ENABLE_CLIP: '0', IMAGE_MODEL: 'built-in' }).imageModel).toBe('built-in');
});

it('takes what it is told', () => {
  const told = {
    ...{ TEXT_MODEL: 'all-MiniLM-L6-v2', MODELS_DIR: '/models', ENCODER_THREADS: '3' },
    MODELS_HUB: 'https://hub.example/mirror/',
  };
  expect(encodersOf(told)).toMatchObject({
    ...{ textModel: 'all-MiniLM-L6-v2', modelsDir: '/models', threads: 3 },
    hub: 'https://hub.example/mirror',
  });
});

it.each([
  { TEXT_MODEL: '../secrets' },
  { IMAGE_MODEL: 'a b' },
  { ENABLE_CLIP: 'yes' },
  { MODELS_HUB: 'ftp://hub.example' },
  { ENCODER_THREADS: '0' },
])('names the variable that is wrong: %o', (environment) => {
  const [name = ''] = Object.keys(environment);
  expect(() => parseConfig(environment)).toThrow(new RegExp(`\\n  ${name}: `));
});

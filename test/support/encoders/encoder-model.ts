import type { EncoderModel } from '../../../shared/domain/encoder-model.js';

/** A model of no files, with what a test cares about. */
export function encoderModel(given: Partial<EncoderModel> = {}): EncoderModel {
  return {
    ...{ name: 'tiny', kind: 'sentence', version: '1', dimensions: 16, maxTokens: 12 },
    ...{ repository: 'some/model', revision: '0'.repeat(40), licence: 'MIT', files: [] },
    source: 'https://models.example/some/model',
    ...given,
  };
}

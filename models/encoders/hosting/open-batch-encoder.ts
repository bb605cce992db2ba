import { createBuiltInImage } from '../built-in-image.js';
import { createBuiltInText } from '../built-in-text.js';
import type { BatchEncoder } from './batch-encoder.js';
import type { EncoderSource } from './messages.js';

/** Loads no more of the house and its packages than the encoder needs. */
export async function openBatchEncoder(source: EncoderSource): Promise<BatchEncoder> {
  switch (source.kind) {
    case 'built-in-text':
      return createBuiltInText();
    case 'built-in-image':
      return createBuiltInImage();
    case 'sentence': {
      const { openSentenceEncoder } = await import('../onnx/sentence-encoder.js');
      return openSentenceEncoder(source);
    }
    case 'clip': {
      const { openClipEncoder } = await import('../onnx/clip-encoder.js');
      return openClipEncoder(source);
    }
  }
}

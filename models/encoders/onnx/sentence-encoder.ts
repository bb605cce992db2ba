import type { BatchEncoder } from '../hosting/batch-encoder.js';
import { poolMeans } from './mean-pooling.js';
import type { OnnxModel } from './onnx-model.js';
import { floatsOf } from './output.js';
import { openTokeniser } from './tokeniser.js';
import { loadTransformers, openNetwork } from './transformers.js';

/**
 * A BERT that is asked for the mean of its last states, of unit length (Reimers & Gurevych, "Sentence-BERT", 2019). Throws
 * where the folder holds no such model of so many dimensions.
 */
export async function openSentenceEncoder(model: OnnxModel): Promise<BatchEncoder> {
  const { folder, dimensions } = model;
  const transformers = await loadTransformers();
  const tokenise = await openTokeniser(transformers, model);
  const { network, device } = await openNetwork(model, (options) =>
    transformers.AutoModel.from_pretrained(folder, options),
  );
  const encodeTexts = async (texts: readonly string[]) => {
    const tokens = tokenise(texts);
    const { ids, inputs, dims, truncated } = tokens;
    const types = new transformers.Tensor('int64', new BigInt64Array(ids.length), [...dims]);
    const output = await network({ ...inputs, token_type_ids: types });
    const states = floatsOf(output, 'last_hidden_state', [...dims, dimensions]);
    return { vectors: poolMeans(states, tokens, dimensions), truncated };
  };
  // What is wrong with the model shows now, and the first request does not wait for it to get going.
  await encodeTexts(['mug']);
  return {
    device,
    encodeTexts,
    close: async () => {
      await network.dispose();
    },
  };
}

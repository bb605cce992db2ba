import type { Tensor } from '@xenova/transformers';
import type { OnnxModel } from './onnx-model.js';
import { type TokenBatch, toTokens } from './token-batch.js';
import type { Transformers } from './transformers.js';

export interface Tokenised extends TokenBatch {
  /** The same as a model takes it. */
  readonly inputs: { readonly input_ids: Tensor; readonly attention_mask: Tensor };
}

/** Opens the model's own tokenizer. */
export async function openTokeniser(
  { AutoTokenizer, Tensor }: Transformers,
  { folder, maxTokens }: OnnxModel,
): Promise<(texts: readonly string[]) => Tokenised> {
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  const tokenisation = {
    encode: (text: string) => tokenizer.encode(text),
    padding: tokenizer.pad_token_id ?? 0,
    maxTokens,
  };
  return (texts) => {
    const tokens = toTokens(texts, tokenisation);
    const tensor = (data: BigInt64Array) => new Tensor('int64', data, [...tokens.dims]);
    const inputs = { input_ids: tensor(tokens.ids), attention_mask: tensor(tokens.mask) };
    return { ...tokens, inputs };
  };
}

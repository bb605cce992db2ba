import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ClipShape, textGraph, visionGraph } from './clip-graphs.js';
import { bertGraph, type TransformerShape } from './transformer-graph.js';

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789가나다'];
const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** Words that the tokenizers of these models know whole. */
const knownWords = ['blue', 'red', 'mug', 'shoe', 'ceramic', 'leather'];

const tiny: TransformerShape = {
  ...{ layers: 1, width: 16, heads: 2, inner: 32, vocabulary: 128, positions: 64 },
};

interface SentenceOptions {
  readonly shape?: TransformerShape;
  /** Further words that are one token each. */
  readonly words?: readonly string[];
  readonly seed?: number;
}

/** A folder as a BERT sentence encoder comes in, with random weights. */
export async function writeSentenceModel(
  folder: string,
  { shape = tiny, words = [], seed = 1 }: SentenceOptions = {},
): Promise<void> {
  const config = { model_type: 'bert', hidden_size: shape.width, vocab_size: shape.vocabulary };
  await writeFiles(folder, {
    'config.json': json(config),
    'tokenizer.json': json(wordPieces(words)),
    'tokenizer_config.json': json(tokenizerConfig(512)),
    'onnx/model_quantized.onnx': bertGraph(shape, seed),
  });
}

const tinyClip: ClipShape = { side: 32, patch: 8, width: 24, dimensions: 12, vocabulary: 128 };

/** A folder as CLIP comes in: two towers of random weights. */
export async function writeClipModel(folder: string, shape = tinyClip, seed = 1): Promise<void> {
  const { side } = shape;
  await writeFiles(folder, {
    'config.json': json({ model_type: 'clip' }),
    'preprocessor_config.json': json({
      image_processor_type: 'CLIPImageProcessor',
      ...{ do_resize: true, size: { shortest_edge: side }, resample: 3 },
      ...{ do_center_crop: true, crop_size: { width: side, height: side } },
      ...{ do_rescale: true, rescale_factor: 1 / 255, do_normalize: true, do_convert_rgb: true },
      ...{ image_mean: [0.48, 0.46, 0.41], image_std: [0.27, 0.26, 0.28] },
    }),
    'tokenizer.json': json(wordPieces()),
    'tokenizer_config.json': json(tokenizerConfig(77)),
    'onnx/vision_model_quantized.onnx': visionGraph(shape, seed),
    'onnx/text_model_quantized.onnx': textGraph(shape, seed + 10),
  });
}

/** A WordPiece tokenizer of letters and a few words, in the form of Hugging Face's tokenizer.json. */
function wordPieces(more: readonly string[] = []) {
  const pieces = letters.flatMap((letter) => [letter, `##${letter}`]);
  const words = [...new Set([...specials, ...pieces, ...knownWords, ...more])];
  const special = (content: string) => ({
    ...{ id: words.indexOf(content), content, special: true },
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
  });
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  return {
    version: '1.0',
    added_tokens: specials.map(special),
    normalizer: {
      ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
      ...{ strip_accents: null, lowercase: true },
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [token('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, token('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [words.indexOf(id)], tokens: [id] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
      ...{ max_input_chars_per_word: 100 },
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  };
}

const tokenizerConfig = (maxLength: number) => ({
  ...{ tokenizer_class: 'BertTokenizer', model_max_length: maxLength, do_lower_case: true },
  ...{ pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]' },
});

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

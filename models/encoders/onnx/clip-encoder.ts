import type { Picture } from '../../../shared/ports/encoders.js';
import type { BatchEncoder } from '../hosting/batch-encoder.js';
import { toUnitLength } from '../unit-length.js';
import type { OnnxModel } from './onnx-model.js';
import { floatsOf } from './output.js';
import { openTokeniser } from './tokeniser.js';
import { loadTransformers, openNetwork, type Transformers } from './transformers.js';

/**
 * Pictures and texts in one space (Radford et al., "Learning transferable visual models from natural language
 * supervision", 2021). The tower for texts is loaded with the first text. Throws where the folder holds no such model of so
 * many dimensions.
 */
export async function openClipEncoder(model: OnnxModel): Promise<BatchEncoder> {
  const transformers = await loadTransformers();
  const pictures = await openPictureTower(transformers, model);
  let texts: ReturnType<typeof openTextTower> | undefined;
  // What is wrong with the model shows now, and the first request does not wait for it to get going.
  await pictures.encode([{ width: 1, height: 1, pixels: new Uint8Array(3) }]);
  return {
    device: pictures.device,
    encodePictures: pictures.encode,
    async encodeTexts(given) {
      texts ??= openTextTower(transformers, model).catch((error) => {
        texts = undefined;
        throw error;
      });
      return (await texts).encode(given);
    },
    async close() {
      await pictures.close();
      await (await texts)?.close();
    },
  };
}

async function openPictureTower(transformers: Transformers, model: OnnxModel) {
  const { folder, dimensions } = model;
  const { AutoProcessor, CLIPVisionModelWithProjection, RawImage } = transformers;
  const prepare = await AutoProcessor.from_pretrained(folder, { local_files_only: true });
  const { network: tower, device } = await openNetwork(model, (options) =>
    CLIPVisionModelWithProjection.from_pretrained(folder, options),
  );
  return {
    device,
    async encode(pictures: readonly Picture[]) {
      const images = pictures.map(
        ({ width, height, pixels }) => new RawImage(pixels, width, height, 3),
      );
      const output = await tower(await prepare(images));
      const embeddings = floatsOf(output, 'image_embeds', [pictures.length, dimensions]);
      return { vectors: toUnitRows(embeddings, dimensions) };
    },
    close: async () => {
      await tower.dispose();
    },
  };
}

async function openTextTower(transformers: Transformers, model: OnnxModel) {
  const { folder, dimensions } = model;
  const tokenise = await openTokeniser(transformers, model);
  const { network: tower } = await openNetwork(model, (options) =>
    transformers.CLIPTextModelWithProjection.from_pretrained(folder, options),
  );
  return {
    async encode(texts: readonly string[]) {
      const { inputs, truncated } = tokenise(texts);
      const output = await tower(inputs);
      const embeddings = floatsOf(output, 'text_embeds', [texts.length, dimensions]);
      return { vectors: toUnitRows(embeddings, dimensions), truncated };
    },
    close: async () => {
      await tower.dispose();
    },
  };
}

function toUnitRows(vectors: Float32Array, dimensions: number): Float32Array {
  const rows = vectors.slice();
  for (let start = 0; start < rows.length; start += dimensions) {
    toUnitLength(rows.subarray(start, start + dimensions));
  }
  return rows;
}

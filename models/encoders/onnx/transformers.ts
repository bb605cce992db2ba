import type { InferenceSession } from 'onnxruntime-node';

export type Transformers = typeof import('@xenova/transformers');

/** How a model is run. */
export interface RunOptions {
  /** Which of a model's files: `model_quantized.onnx`, `model_fp16.onnx`, `model.onnx`. */
  readonly precision: 'q8' | 'fp16' | 'fp32';
  readonly session: InferenceSession.SessionOptions;
}

/** As a thread of its own runs it: more threads would halve the throughput of small products. */
export const onOneThread: RunOptions = {
  precision: 'q8',
  session: {
    ...{ executionProviders: ['cpu'], executionMode: 'sequential' },
    ...{ intraOpNumThreads: 1, interOpNumThreads: 1 },
  },
};

/** What the library is told of it; only files that are here are opened. */
export function loadOptions({ precision, session }: RunOptions) {
  return { dtype: precision, local_files_only: true, session_options: session };
}

/** Loaded only where a learned encoder runs: it costs 0.2 s. Never fetches anything. */
export async function loadTransformers(): Promise<Transformers> {
  const transformers = await import('@xenova/transformers');
  const { env, LogLevel } = transformers;
  env.allowRemoteModels = false;
  env.useFSCache = false;
  // It warns of inputs that a model does not need.
  env.logLevel = LogLevel.ERROR;
  return transformers;
}

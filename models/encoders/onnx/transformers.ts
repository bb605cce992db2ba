export type Transformers = typeof import('@xenova/transformers');

/** How every model is run: quantised, on one thread, from files that are here. */
export const modelOptions = {
  dtype: 'q8',
  device: 'cpu',
  local_files_only: true,
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
} as const;

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

import type { DeviceReport } from '../../../shared/ports/encoders.js';
import { openOnDevice } from '../../numeric/onnx/execution-device.js';
import type { OnnxModel } from './onnx-model.js';

export type Transformers = typeof import('@xenova/transformers');

/** How every model is run: quantised, on one thread, from files that are here. */
const modelOptions = { dtype: 'q8', device: 'cpu', local_files_only: true } as const;
const sessionOptions = {
  ...{ intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' as const },
};

type Options = typeof modelOptions & { readonly session_options: object };

/** Loads a network of the model with the providers of its device, or else on the processor. */
export async function openNetwork<Network>(
  { device }: OnnxModel,
  load: (options: Options) => Promise<Network>,
): Promise<{ readonly network: Network; readonly device: DeviceReport }> {
  const { session, ...report } = await openOnDevice(device, (executionProviders) =>
    load({ ...modelOptions, session_options: { ...sessionOptions, executionProviders } }),
  );
  return { network: session, device: report };
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

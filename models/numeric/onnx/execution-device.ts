import type { InferenceSession } from 'onnxruntime-node';
import type { Device, DeviceReport } from '../../../shared/ports/encoders.js';

export interface Opened<Session> extends DeviceReport {
  readonly session: Session;
}

type Providers = NonNullable<InferenceSession.SessionOptions['executionProviders']>;

/** What the runtime cannot do on the GPU, it does on the processor. */
const providersOf: Readonly<Record<Device, () => Providers>> = {
  cuda: () => [{ name: 'cuda', deviceId: 0 }, 'cpu'],
  cpu: () => ['cpu'],
};

/**
 * Opens a session on the wanted device, or else on the processor. ONNX Runtime does not fall back by itself: it throws where
 * CUDA, its libraries or the GPU are missing. `open` is called once or twice, and its error thrown where not even the
 * processor will do, which then is the model's fault.
 */
export async function openOnDevice<Session>(
  wanted: Device,
  open: (executionProviders: Providers) => Promise<Session>,
): Promise<Opened<Session>> {
  if (wanted === 'cpu') return { device: 'cpu', session: await open(providersOf.cpu()) };
  try {
    return { device: 'cuda', session: await open(providersOf.cuda()) };
  } catch (error) {
    const session = await open(providersOf.cpu());
    return { device: 'cpu', reason: reasonOf(error), session };
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `no CUDA: ${message.trim().split('\n', 1)[0]?.slice(0, 300)}`;
}

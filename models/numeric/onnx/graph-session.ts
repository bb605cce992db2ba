import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { AppError } from '../../../shared/domain/errors.js';
import { elementTypeOf, type Tensor } from './tensor.js';

export type Tensors = Readonly<Record<string, Tensor>>;

export interface SessionOptions {
  /**
   * Keeps freed memory for the next run: faster for training steps of many nodes, but it never shrinks, so serving
   * graphs do without. Default false.
   */
  readonly keepsMemory?: boolean;
}

/** A graph that ONNX Runtime has loaded, on one thread: it blocks the event loop while it runs. */
export interface GraphSession {
  /**
   * Reads the feeds where they lie, also in a kernel's memory. An output with a tensor in `into` is written there and
   * needs exactly its size; the others get fresh arrays.
   */
  run(feeds: Tensors, into?: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}

/** Throws `invalid` for bytes that are no model, with the runtime's complaint. */
export async function openGraph(
  model: Uint8Array,
  { keepsMemory = false }: SessionOptions = {},
): Promise<GraphSession> {
  // Loading the runtime costs some 40 MB: only those pay who use it.
  const { InferenceSession: sessions, Tensor: RuntimeTensor } = await import('onnxruntime-node');
  const session = await sessions.create(model, optionsOf(keepsMemory)).catch(refuse);
  const toRuntime = (tensors: Tensors): Record<string, OrtTensor> =>
    mapValues(tensors, ({ data, dims }) => new RuntimeTensor(elementTypeOf(data), data, dims));
  return {
    run: async (feeds, into = {}) => {
      const given = toRuntime(into);
      const fetches = Object.fromEntries(
        session.outputNames.map((name) => [name, given[name] ?? null]),
      );
      return mapValues(await session.run(toRuntime(feeds), fetches), fromRuntime);
    },
    release: () => session.release(),
  };
}

function refuse(error: unknown): never {
  const complaint = error instanceof Error ? error.message : String(error);
  throw new AppError('invalid', `not an ONNX model that can run: ${complaint}`, { cause: error });
}

function optionsOf(keepsMemory: boolean): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // More threads halve the throughput of many small products, and other work has its own cores.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    enableCpuMemArena: keepsMemory,
    enableMemPattern: keepsMemory,
    logSeverityLevel: 3,
  };
}

function fromRuntime(value: InferenceSession.OnnxValueMapType[string]): Tensor {
  const { data, dims } = value as OrtTensor;
  return { data: data as Tensor['data'], dims };
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

import { InferenceSession } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { openOnDevice } from '../../../../../models/numeric/onnx/execution-device.js';
import { GraphWriter } from '../../../../../models/numeric/onnx/graph-writer.js';

function identity(): Uint8Array {
  const graph = new GraphWriter();
  const input = graph.input('x', 'float32', [1]);
  graph.output(graph.node('Relu', [input]), 'y', 'float32', [1]);
  return graph.finish();
}

test('where CUDA can be had, it is what computes', async () => {
  const opened = await openOnDevice('cuda', async (providers) => providers);
  expect(opened).toEqual({ device: 'cuda', session: [{ name: 'cuda', deviceId: 0 }, 'cpu'] });
});

test('where CUDA cannot be had, the processor computes and says why', async () => {
  const opened = await openOnDevice('cuda', async (providers) => {
    if (providers.length > 1) throw new Error(' cannot load libcudart\nand a stack');
    return providers;
  });
  expect(opened).toEqual({
    ...{ device: 'cpu', session: ['cpu'], reason: 'no CUDA: cannot load libcudart' },
  });
});

test('where the processor is wanted, nothing else is tried', async () => {
  const asked: unknown[] = [];
  await openOnDevice('cpu', async (providers) => asked.push(providers));
  expect(asked).toEqual([['cpu']]);
});

test('a model that not even the processor can run is the failure that is told', async () => {
  const open = async (providers: readonly unknown[]) => {
    throw new Error(providers.length > 1 ? 'no CUDA here' : 'no model');
  };
  await expect(openOnDevice('cuda', open)).rejects.toThrow('no model');
});

test('ONNX Runtime opens a model on one of them, and the model runs', async () => {
  const model = identity();
  const { device, session, reason } = await openOnDevice('cuda', (executionProviders) =>
    InferenceSession.create(model, { executionProviders, logSeverityLevel: 4 }),
  );
  expect(session.outputNames).toEqual(['y']);
  expect(device === 'cuda' ? reason : reason?.slice(0, 8)).toBe(
    device === 'cuda' ? undefined : 'no CUDA:',
  );
  await session.release();
});

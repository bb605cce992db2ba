import { expect, test } from 'vitest';
import { openGraph } from '../../../../../models/numeric/onnx/graph-session.js';
import { GraphWriter } from '../../../../../models/numeric/onnx/graph-writer.js';
import { Message } from '../../../../../models/numeric/onnx/protobuf.js';
import type { Tensor } from '../../../../../models/numeric/onnx/tensor.js';

test('a message is laid out as the documentation of the format shows', () => {
  const inner = new Message().integer(1, 150);
  expect([...inner.finish()]).toEqual([0x08, 0x96, 0x01]);
  expect([...new Message().text(2, 'testing').finish()]).toEqual([
    ...[0x12, 0x07],
    ...new TextEncoder().encode('testing'),
  ]);
  expect([...new Message().message(3, inner).finish()]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect([...new Message().integer(1, -1).finish()]).toEqual([0x08, ...Array(9).fill(0xff), 0x01]);
  expect([...new Message().float(1, 1).finish()]).toEqual([0x0d, 0, 0, 0x80, 0x3f]);
});

const tensors: readonly Tensor[] = [
  { data: Float32Array.of(1.5, -2), dims: [2] },
  { data: BigInt64Array.of(2n ** 40n, -1n), dims: [2] },
  { data: Int32Array.of(7, -7), dims: [1, 2] },
  { data: Int8Array.of(-128, 127), dims: [2, 1] },
  { data: Uint8Array.of(0, 255), dims: [2] },
];

test.each(tensors)('a constant of $data.constructor.name comes back as it was', async (tensor) => {
  const types = ['float32', 'int64', 'int32', 'int8', 'uint8'] as const;
  const type = types[tensors.indexOf(tensor)] ?? 'float32';
  const graph = new GraphWriter();
  graph.output(graph.constant('given', tensor), 'given back', type, tensor.dims);
  const session = await openGraph(graph.finish());
  expect((await session.run({}))['given back']).toEqual(tensor);
  await session.release();
});

test('attributes of every type reach the operator', async () => {
  const graph = new GraphWriter();
  const given = graph.input('given', 'float32', ['rows', 2]);
  const turned = graph.node('Transpose', [given], { attributes: { perm: [1, 0] } });
  const leaking = graph.node('LeakyRelu', [turned], { attributes: { alpha: { float: 0.5 } } });
  const scattered = graph.node(
    'ScatterElements',
    [
      leaking,
      graph.constant('place', { data: BigInt64Array.of(0n), dims: [1, 1] }),
      graph.constant('added', { data: Float32Array.of(10), dims: [1, 1] }),
    ],
    { attributes: { axis: 1, reduction: 'add' } },
  );
  const shift = graph.node('Constant', [], {
    attributes: { value_floats: { floats: [100, 200] } },
  });
  graph.output(graph.node('Add', [scattered, shift]), 'result', 'float32', [2, 'rows']);
  const session = await openGraph(graph.finish());
  const { result } = await session.run({
    given: { data: Float32Array.of(1, -2, 3, -4), dims: [2, 2] },
  });
  expect(result).toEqual({ data: Float32Array.of(111, 203, 99, 198), dims: [2, 2] });
  await session.release();
});

test("operators of the runtime's own are named with their domain", async () => {
  const graph = new GraphWriter();
  const given = graph.input('given', 'float32', [2]);
  const result = graph.node('QuickGelu', [given], { domain: 'com.microsoft' });
  graph.output(result, 'result', 'float32', [2]);
  const session = await openGraph(graph.finish());
  const outcome = await session.run({ given: { data: Float32Array.of(0, 20), dims: [2] } });
  expect([...(outcome['result']?.data ?? [])].map(Number)).toEqual([0, 20]);
  await session.release();
});

test('outputs are written where they were asked to be', async () => {
  const graph = new GraphWriter();
  const given = graph.input('given', 'float32', [3]);
  graph.output(graph.node('Neg', [given]), 'negative', 'float32', [3]);
  const session = await openGraph(graph.finish());
  const whole = new Float32Array(5);
  await session.run(
    { given: { data: Float32Array.of(1, 2, 3), dims: [3] } },
    { negative: { data: whole.subarray(1, 4), dims: [3] } },
  );
  expect([...whole]).toEqual([0, -1, -2, -3, 0]);
  await session.release();
});

test('bytes that are no model are refused with the complaint of the runtime', async () => {
  const opening = openGraph(new TextEncoder().encode('no model'));
  await expect(opening).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('not an ONNX model that can run'),
  });
});

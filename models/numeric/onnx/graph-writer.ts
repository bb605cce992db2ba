import { Message } from './protobuf.js';
import { type ElementType, elementTypeOf, type Tensor } from './tensor.js';

/** Of a node: a number is an int, a list of numbers is ints; floats are wrapped, because 1 may be either. */
type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] };

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Of the operator set; ONNX's own where absent, `com.microsoft` for ONNX Runtime's. */
  readonly domain?: string;
}

/** A name stands for a size that is known when the graph runs. */
export type Dimension = number | string;

const opset = 17;
const irVersion = 8;
const runtimeDomain = 'com.microsoft';
/** TensorProto.DataType. */
const dataTypes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
};
/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

/**
 * Writes an ONNX model (onnx.proto3, opset 17) without any library. Values are named by the strings that the methods
 * return; nodes must be added in the order in which they can run.
 */
export class GraphWriter {
  readonly #graph = new Message();
  readonly #constants = new Set<string>();
  #values = 0;

  input(name: string, type: ElementType, dims: readonly Dimension[]): string {
    this.#graph.message(11, valueInfo(name, type, dims));
    return name;
  }

  /** Gives a value out under a name of its own. */
  output(value: string, name: string, type: ElementType, dims: readonly Dimension[]): void {
    this.#add('Identity', [value], [name]);
    this.#graph.message(12, valueInfo(name, type, dims));
  }

  /** A tensor inside the graph; the same name twice is the same tensor. */
  constant(name: string, tensor: Tensor): string {
    if (!this.#constants.has(name)) this.#graph.message(5, tensorMessage(name, tensor));
    this.#constants.add(name);
    return name;
  }

  scalar(value: number): string {
    return this.constant(`float_${value}`, { data: Float32Array.of(value), dims: [] });
  }

  /** An int64 vector, as axes, sizes and pads are given. */
  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.constant(`integers_${values.join('_')}`, { data, dims: [values.length] });
  }

  /** One operator with one output. An empty name leaves an optional input out. */
  node(operator: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const name = this.#fresh(operator);
    this.#add(operator, inputs, [name], options);
    return name;
  }

  nodes(
    operator: string,
    inputs: readonly string[],
    outputs: number,
    options: NodeOptions = {},
  ): readonly string[] {
    const names = Array.from({ length: outputs }, () => this.#fresh(operator));
    this.#add(operator, inputs, names, options);
    return names;
  }

  /** The bytes of the ModelProto. The writer is spent then. */
  finish(): Uint8Array {
    this.#graph.text(2, 'graph');
    return new Message()
      .integer(1, irVersion)
      .text(2, 'tastemaker')
      .message(7, this.#graph)
      .message(8, new Message().text(1, '').integer(2, opset))
      .message(8, new Message().text(1, runtimeDomain).integer(2, 1))
      .finish();
  }

  #fresh(operator: string): string {
    this.#values += 1;
    return `${operator}_${this.#values}`;
  }

  #add(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    { attributes = {}, domain }: NodeOptions = {},
  ): void {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    node.text(3, outputs.join()).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    if (domain !== undefined) node.text(7, domain);
    this.#graph.message(1, node);
  }
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  const typed = (type: number) => message.integer(20, type);
  if (typeof value === 'number') return message.integer(3, value) && typed(attributeTypes.int);
  if (typeof value === 'string') return message.text(4, value) && typed(attributeTypes.string);
  if ('float' in value) return message.float(2, value.float) && typed(attributeTypes.float);
  if ('floats' in value) {
    for (const float of value.floats) message.float(7, float);
    return typed(attributeTypes.floats);
  }
  for (const integer of value) message.integer(8, integer);
  return typed(attributeTypes.ints);
}

function tensorMessage(name: string, { data, dims }: Tensor): Message {
  const message = new Message();
  for (const dim of dims) message.integer(1, dim);
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message.integer(2, dataTypes[elementTypeOf(data)]).text(8, name).bytes(9, raw);
}

function valueInfo(name: string, type: ElementType, dims: readonly Dimension[]): Message {
  const shape = new Message();
  for (const dim of dims) {
    const dimension = new Message();
    if (typeof dim === 'number') dimension.integer(1, dim);
    else dimension.text(2, dim);
    shape.message(1, dimension);
  }
  const tensorType = new Message().integer(1, dataTypes[type]).message(2, shape);
  return new Message().text(1, name).message(2, new Message().message(1, tensorType));
}

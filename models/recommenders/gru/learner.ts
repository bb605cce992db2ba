import type { Random } from '../../../shared/domain/random.js';
import { adamRate } from '../../numeric/onnx/adam.js';
import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import type { Tensors } from '../../numeric/onnx/graph-session.js';
import type { Tensor } from '../../numeric/onnx/tensor.js';
import { integerAt } from '../../numeric/read.js';
import type { Candidates } from './candidates.js';
import { openUnrolled, type UnrolledGraphs } from './graphs.js';
import type { NetworkShape } from './network.js';
import type { GruOptions } from './options.js';
import type { PackedBatch } from './packed-batch.js';
import { countsOf, gatherRows, oneHot, scalar } from './row-tensors.js';
import { trainingGraph } from './training-graph.js';
import type { Workspace } from './workspace.js';

export interface LearnerParts {
  readonly shape: NetworkShape;
  readonly options: GruOptions;
  readonly workspace: Workspace;
  readonly weights: DenseWeights;
  /** items × shape.features; empty for none. */
  readonly features: Float32Array;
  readonly random: Random;
}

/** Takes training steps: gathers the embeddings of a batch, runs the graph, and lets touched embeddings learn. */
export class Learner {
  readonly #parts: LearnerParts;
  readonly #graphs: UnrolledGraphs;
  /** By item: its place among the touched rows of a step, valid where `#touchedIn` names that step. */
  readonly #slotOf: Int32Array;
  readonly #touchedIn: Int32Array;
  #steps = 0;
  #dropoutState: number;

  constructor(parts: LearnerParts) {
    const { shape, options, workspace } = parts;
    const items = workspace.table.values.length / shape.width;
    this.#parts = parts;
    this.#slotOf = new Int32Array(items);
    this.#touchedIn = new Int32Array(items);
    this.#dropoutState = 1 + Math.floor(parts.random() * 0xffff_fffe);
    const { temperature } = options;
    this.#graphs = openUnrolled(options.steps, (steps) =>
      trainingGraph({ shape, temperature, steps }),
    );
  }

  /** The mean loss of the batch before the step. */
  async step(batch: PackedBatch, candidates: Candidates, learningRate: number): Promise<number> {
    const { workspace, weights } = this.#parts;
    const { graph, steps } = await this.#graphs.forSteps(batch.counts.length);
    this.#steps += 1;
    const rate = adamRate(learningRate, this.#steps);
    this.#gather(batch, candidates);
    const feeds = { ...this.#feeds(batch, candidates, steps), rate: scalar(rate) };
    const into = {
      inputGradients: this.#matrix(workspace.inputGradients, batch.inputs.length),
      candidateGradients: this.#matrix(workspace.rowGradients, candidates.rows.length),
    };
    const results = await graph.run({ ...weights.feeds, ...feeds }, { ...weights.into, ...into });
    weights.advance();
    this.#learn(batch, candidates, rate);
    return Number(results['loss']?.data[0]);
  }

  release(): Promise<void> {
    return this.#graphs.release();
  }

  #gather(batch: PackedBatch, candidates: Candidates): void {
    const { workspace, options, shape } = this.#parts;
    const { table, inputRows, touchedRows } = workspace;
    inputRows.set(batch.inputs);
    touchedRows.set(candidates.rows);
    table.gather(inputRows, batch.inputs.length, workspace.inputs);
    table.gather(touchedRows, candidates.rows.length, workspace.candidates);
    const values = batch.inputs.length * shape.width;
    this.#drop(workspace.inputMask, values, options.keptInputs);
    this.#drop(workspace.stateMask, values, options.keptStates);
  }

  #drop(mask: Float32Array, values: number, kept: number): void {
    const { table } = this.#parts.workspace;
    this.#dropoutState = table.dropout(mask, values, kept, this.#dropoutState);
  }

  #feeds(batch: PackedBatch, candidates: Candidates, steps: number): Tensors {
    const { workspace, shape } = this.#parts;
    const rows = batch.inputs.length;
    return {
      inputs: this.#matrix(workspace.inputs, rows),
      inputMask: this.#matrix(workspace.inputMask, rows),
      stateMask: this.#matrix(workspace.stateMask, rows),
      candidates: this.#matrix(workspace.candidates, candidates.rows.length),
      candidateBias: { data: candidates.bias, dims: [candidates.bias.length] },
      targets: { data: candidates.targets, dims: [rows, 1] },
      counts: countsOf(batch, steps),
      ...(shape.kinds > 0 && { kinds: oneHot(batch.kinds, shape.kinds) }),
      ...(shape.features > 0 && {
        inputFeatures: this.#featuresOf(batch.inputs),
        candidateFeatures: this.#featuresOf(candidates.rows),
      }),
    };
  }

  #featuresOf(rows: Int32Array): Tensor {
    const { features, shape } = this.#parts;
    return gatherRows(features, shape.features, rows);
  }

  #matrix(values: Float32Array, rows: number): Tensor {
    const { width } = this.#parts.shape;
    return { data: values.subarray(0, rows * width), dims: [rows, width] };
  }

  /** Adds the gradients of each item up, whether it came as a candidate or as inputs, and lets it learn once. */
  #learn(batch: PackedBatch, candidates: Candidates, rate: number): void {
    const { workspace, shape } = this.#parts;
    const { table, rowGradients, touchedRows, inputSlots } = workspace;
    let touched = 0;
    for (const row of candidates.rows) {
      this.#touch(row, touched);
      touched += 1;
    }
    for (const [position, row] of batch.inputs.entries()) {
      if (integerAt(this.#touchedIn, row) !== this.#steps) {
        this.#touch(row, touched);
        touchedRows[touched] = row;
        rowGradients.fill(0, touched * shape.width, (touched + 1) * shape.width);
        touched += 1;
      }
      inputSlots[position] = integerAt(this.#slotOf, row);
    }
    table.scatterAdd(workspace.inputGradients, inputSlots, batch.inputs.length, rowGradients);
    table.learn(touchedRows, touched, rowGradients, { rate });
  }

  #touch(row: number, slot: number): void {
    this.#touchedIn[row] = this.#steps;
    this.#slotOf[row] = slot;
  }
}

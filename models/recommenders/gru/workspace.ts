import { EmbeddingTable, tableBytes } from '../../numeric/embedding-table.js';
import { KernelMemory, kernelBytes } from '../../numeric/kernel-memory.js';

export interface WorkspaceSize {
  readonly items: number;
  readonly width: number;
  readonly maxPositions: number;
  readonly maxCandidates: number;
}

/** Everything that kernels touch, in one memory: the item embeddings and what a step copies out of and into them. */
export interface Workspace {
  readonly table: EmbeddingTable;
  /** maxPositions × width each. */
  readonly inputs: Float32Array<ArrayBuffer>;
  readonly inputGradients: Float32Array<ArrayBuffer>;
  readonly inputMask: Float32Array<ArrayBuffer>;
  readonly stateMask: Float32Array<ArrayBuffer>;
  /** maxCandidates × width. */
  readonly candidates: Float32Array<ArrayBuffer>;
  /** Of each touched row: the candidates first, inputs that are no candidates behind them. */
  readonly rowGradients: Float32Array<ArrayBuffer>;
  readonly touchedRows: Int32Array<ArrayBuffer>;
  readonly inputRows: Int32Array<ArrayBuffer>;
  /** By position: which touched row its gradient belongs to. */
  readonly inputSlots: Int32Array<ArrayBuffer>;
}

export function makeWorkspace(size: WorkspaceSize): Workspace {
  const { items, width, maxPositions, maxCandidates } = size;
  const touched = Math.min(items, maxCandidates + maxPositions);
  const positions = maxPositions * width;
  const lengths = [positions, positions, positions, positions, maxCandidates * width];
  lengths.push(touched * width, touched, maxPositions, maxPositions);
  const table = { rows: items, width };
  const memory = new KernelMemory(tableBytes(table) + kernelBytes(lengths));
  return {
    table: new EmbeddingTable(memory, table),
    inputs: memory.floats(positions),
    inputGradients: memory.floats(positions),
    inputMask: memory.floats(positions),
    stateMask: memory.floats(positions),
    candidates: memory.floats(maxCandidates * width),
    rowGradients: memory.floats(touched * width),
    touchedRows: memory.integers(touched),
    inputRows: memory.integers(maxPositions),
    inputSlots: memory.integers(maxPositions),
  };
}

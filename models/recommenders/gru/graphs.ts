import { type GraphSession, openGraph } from '../../numeric/onnx/graph-session.js';

/** Graphs of the same network for sequences of different lengths, each opened when it is first needed. */
export interface UnrolledGraphs {
  /** The shortest that takes `steps`. */
  forSteps(steps: number): Promise<{ readonly graph: GraphSession; readonly steps: number }>;
  release(): Promise<void>;
}

/** Short batches are many: an empty step still costs the start of some forty operators. */
const lengths = [4, 8, 16, 32, 64, 128, 256];

export function openUnrolled(
  maxSteps: number,
  write: (steps: number) => Uint8Array,
): UnrolledGraphs {
  const sizes = [...lengths.filter((length) => length < maxSteps), maxSteps];
  const open = new Map<number, Promise<GraphSession>>();
  return {
    async forSteps(steps) {
      const size = sizes.find((length) => length >= steps) ?? maxSteps;
      const graph = open.get(size) ?? openGraph(write(size), { keepsMemory: true });
      open.set(size, graph);
      return { graph: await graph, steps: size };
    },
    async release() {
      for (const graph of open.values()) await (await graph).release();
    },
  };
}

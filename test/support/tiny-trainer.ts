import { AppError } from '../../shared/domain/errors.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { FitContext, ModelFiles, Trainer, TrainingSet } from '../../shared/ports/training.js';

const fileName = 'follows.json';
type Follows = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * A real model, if a small one: what most often came right after the last item of a history. `spoil` takes the place of
 * parts of it, for trainers that fail.
 */
export function tinyTrainer(spoil: Partial<Trainer> & { readonly name?: ModelName } = {}): Trainer {
  const name = spoil.name ?? 'gru';
  return {
    name,
    parameters: { order: 1 },
    declines: ({ events }) => (events.item.length === 0 ? 'there are no events' : undefined),
    async fit(set, context) {
      const follows = await count(set, context);
      const files = new Map([[fileName, new TextEncoder().encode(JSON.stringify(follows))]]);
      return { files, figures: { events: set.events.item.length, seed: context.seed } };
    },
    async load(files) {
      return modelOf(name, read(files));
    },
    ...spoil,
  };
}

async function count({ items, events }: TrainingSet, context: FitContext): Promise<Follows> {
  const follows: Record<string, Record<string, number>> = {};
  for (const { id } of items) follows[id] = Object.fromEntries(items.map((one) => [one.id, 0]));
  for (const [shopper, start] of events.starts.entries()) {
    await context.checkpoint(shopper, events.starts.length);
    const end = events.starts[shopper + 1] ?? start;
    for (let row = start + 1; row < end; row++) {
      const row0 = follows[items[events.item[row - 1] ?? 0]?.id ?? ''] ?? {};
      const next = items[events.item[row] ?? 0]?.id ?? '';
      row0[next] = (row0[next] ?? 0) + 1;
    }
  }
  return follows;
}

function read(files: ModelFiles): Follows {
  const bytes = files.get(fileName);
  if (!bytes) throw new AppError('invalid', `expected a file ${fileName}`);
  return JSON.parse(new TextDecoder().decode(bytes));
}

function modelOf(name: ModelName, follows: Follows): LearnedModel {
  return {
    name,
    size: Object.keys(follows).length,
    async rank({ history, count: wanted, among }) {
      const scores = follows[history.at(-1)?.itemId ?? ''] ?? {};
      const ranked = Object.entries(scores)
        .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .slice(0, wanted);
      const amongScores = among?.map((id) => scores[id] ?? Number.NaN);
      return {
        itemIds: ranked.map(([id]) => id),
        scores: Float32Array.from(ranked, ([, score]) => score),
        ...(amongScores && { amongScores: Float32Array.from(amongScores) }),
      };
    },
    close: async () => undefined,
  };
}

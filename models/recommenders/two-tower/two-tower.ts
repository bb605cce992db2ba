import type { Trainer } from '../../../shared/ports/training.js';
import { findExamples } from './examples.js';
import { readFiles } from './files.js';
import { fitTwoTower } from './fit.js';
import { openTwoTowerModel } from './model.js';
import { defaultOptions, type TwoTowerOptions } from './options.js';

/** Beyond, the tables and their moments would not fit the memory of a kernel. */
const mostValues = 300_000_000;

/**
 * A tower for users over what they did, are and when they ask, and one for items over id, text, labels and price, whose
 * vectors meet in a cosine (Yi et al. 2019, "Sampling-bias-corrected neural modeling for large corpus item
 * recommendations"). Memory while training: 12 bytes for each value of the item table, and 12 MB for each million events
 * beside the set itself.
 */
export function createTwoTowerTrainer(options: Partial<TwoTowerOptions> = {}): Trainer {
  const chosen: TwoTowerOptions = { ...defaultOptions, ...options };
  return {
    name: 'two-tower',
    parameters: { ...chosen },
    declines(set) {
      const { length } = set.items;
      if (length * chosen.dimension > mostValues) {
        return `${length} items are too many: at most ${mostValues / chosen.dimension}`;
      }
      if (findExamples(set, 1).length > 0) return undefined;
      return 'nobody did anything that their past or their traits could have foretold';
    },
    fit: (set, context) => fitTwoTower(set, context, chosen),
    load: async (files) => openTwoTowerModel(readFiles(files)),
  };
}

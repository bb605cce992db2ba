import type { ModelName } from '../../shared/domain/ranking.js';
import type { Trainer } from '../../shared/ports/training.js';
import { createEaseTrainer } from './ease/ease-trainer.js';
import { createGruTrainer } from './gru/gru-trainer.js';
import { createHybridTrainer } from './hybrid/hybrid-trainer.js';
import { createTwoTowerTrainer } from './two-tower/two-tower.js';

/** Every model that is fitted, by name: a new one is a line here. */
export function createTrainers(): ReadonlyMap<ModelName, Trainer> {
  const trainers: readonly Trainer[] = [
    createEaseTrainer(),
    createHybridTrainer(),
    createGruTrainer(),
    createTwoTowerTrainer(),
  ];
  return new Map(trainers.map((trainer) => [trainer.name, trainer]));
}

import { createCountingModels } from '../../models/recommenders/counting-models.js';
import { createEnsemble } from '../../models/recommenders/ensemble/ensemble.js';
import { builtInEventTypes, eventKinds } from '../../shared/domain/event.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { Change } from '../../shared/ports/change-log.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { Trainer } from '../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../support/training-set.js';
import type { Learn } from './recommender.suite.js';

/** The model of a trainer as it serves: fitted on what the changes tell, beside counting models that followed them. */
export function learnedBy(trainer: Trainer): Learn {
  return async (changes) => {
    const counting = createCountingModels({ eventTypes: builtInEventTypes });
    counting.follower.apply(changes);
    const set = setOf(changes);
    const model =
      trainer.declines(set) === undefined
        ? await trainer.load((await trainer.fit(set, fitContext())).files)
        : knowsNothing(trainer.name);
    const models = new Map([[trainer.name, model]]);
    const ensemble = createEnsemble(counting, { version: 'v', models, mixers: new Map() });
    const recommender = ensemble.recommenders.get(trainer.name);
    if (recommender === undefined) throw new Error(`${trainer.name} is not in its ensemble`);
    return recommender;
  };
}

function setOf(changes: readonly Change[]) {
  const histories = new Map<
    string,
    { item: string; kind: (typeof eventKinds)[number]; ts: number }[]
  >();
  for (const change of changes) {
    if (change.kind !== 'event') continue;
    const { userId = '', itemId: item, type, ts } = change.event;
    const kind = eventKinds.find((one) => one === type) ?? 'view';
    histories.set(userId, [...(histories.get(userId) ?? []), { item, kind, ts }]);
  }
  return trainingSetOf({ histories: [...histories.values()] });
}

function knowsNothing(name: ModelName): LearnedModel {
  return {
    name,
    size: 0,
    rank: async () => ({ itemIds: [], scores: new Float32Array(0) }),
    close: async () => undefined,
  };
}

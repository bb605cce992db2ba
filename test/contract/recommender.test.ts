import { createCountingModels } from '../../models/recommenders/counting-models.js';
import { createEaseTrainer } from '../../models/recommenders/ease/ease-trainer.js';
import { createEnsemble } from '../../models/recommenders/ensemble/ensemble.js';
import { createGruTrainer } from '../../models/recommenders/gru/gru-trainer.js';
import { createHybridTrainer } from '../../models/recommenders/hybrid/hybrid-trainer.js';
import { createTwoTowerTrainer } from '../../models/recommenders/two-tower/two-tower.js';
import { builtInEventTypes } from '../../shared/domain/event.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import { learnedBy } from './learned-recommender.js';
import { type Learn, recommenderSuite } from './recommender.suite.js';

function counting(name: ModelName): Learn {
  return async (changes): Promise<Recommender> => {
    const models = createCountingModels({ eventTypes: builtInEventTypes });
    models.follower.apply(changes);
    const recommender = createEnsemble(models, undefined).recommenders.get(name);
    if (recommender === undefined) throw new Error(`there is no counting model named ${name}`);
    return recommender;
  };
}

recommenderSuite('popular', counting('popular'), { isPersonal: false });
recommenderSuite('co-visitation', counting('co-visitation'), { isPersonal: true });
recommenderSuite('session-knn', counting('session-knn'), { isPersonal: true });
recommenderSuite('blend', counting('blend'), { isPersonal: true });

recommenderSuite('ease', learnedBy(createEaseTrainer()), { isPersonal: true });
recommenderSuite('hybrid', learnedBy(createHybridTrainer()), { isPersonal: true });

const gru = createGruTrainer({ width: 16, epochs: 60, steps: 8, batchRows: 16 });
recommenderSuite('gru', learnedBy(gru), { isPersonal: true });

const towers = { dimension: 16, hidden: 16, batchSize: 16, candidates: 12, textDimension: 6 };
recommenderSuite('two-tower', learnedBy(createTwoTowerTrainer(towers)), { isPersonal: true });

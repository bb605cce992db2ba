import { createCountingModels } from '../../models/recommenders/counting-models.js';
import { createEaseTrainer } from '../../models/recommenders/ease/ease-trainer.js';
import { createEnsemble } from '../../models/recommenders/ensemble/ensemble.js';
import { createHybridTrainer } from '../../models/recommenders/hybrid/hybrid-trainer.js';
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

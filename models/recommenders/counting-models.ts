import type { EventTypes } from '../../shared/domain/event.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { ChangeFollower } from '../../shared/ports/change-log.js';
import type {
  Histories,
  ItemEmbedder,
  ItemLists,
  Recommender,
} from '../../shared/ports/recommender.js';
import { Catalogue } from './catalogue.js';
import { ContentIndex } from './content/content-index.js';
import { createItemEmbedder } from './content/item-embedder.js';
import { createCountingRecommenders } from './counting-recommenders.js';
import type { Evidence } from './ensemble/parts/counting-part.js';
import { createFollower, type Knowledge } from './follower.js';
import { createItemLists } from './item-lists.js';
import { createHistories } from './log/histories.js';
import { InteractionLog } from './log/interaction-log.js';
import { KindTable } from './log/kind-table.js';
import { Shoppers } from './log/shoppers.js';
import { CoVisitation } from './neighbours/co-visitation.js';
import { SessionKnn } from './neighbours/session-knn.js';
import { Latest } from './popularity/latest.js';
import { Popularity } from './popularity/popularity.js';

interface CountingStats {
  /** Products of the catalogue. */
  readonly items: number;
  /** Events that count as evidence of interest. */
  readonly events: number;
  readonly users: number;
  readonly sessions: number;
}

/** Every model that needs no training run, behind the ports, over one log that they all read. */
export interface CountingModels {
  /** Feeds all of them; what it has applied the very next answer knows. */
  readonly follower: ChangeFollower;
  /** `popular`, `co-visitation` and `session-knn`. */
  readonly recommenders: ReadonlyMap<ModelName, Recommender>;
  readonly lists: ItemLists;
  readonly histories: Histories;
  /** Of what items are called and filed under. */
  readonly embedder: ItemEmbedder;
  /** What the models read, for ensembles to mix. */
  readonly evidence: Evidence;
  stats(): CountingStats;
}

export function createCountingModels(options: { readonly eventTypes: EventTypes }): CountingModels {
  const kinds = new KindTable(options.eventTypes);
  const log = new InteractionLog();
  const shoppers = new Shoppers();
  const catalogue = new Catalogue(log.items);
  const popularity = new Popularity(catalogue, log, kinds);
  const latest = new Latest(log.items, catalogue);
  const content = new ContentIndex(catalogue, log.items);
  const knowledge: Knowledge = { kinds, log, shoppers, catalogue, popularity, latest, content };
  const coVisitation = new CoVisitation(log, kinds);
  const sessionKnn = new SessionKnn(log, kinds);
  const evidence = { knowledge, coVisitation, sessionKnn };
  return {
    follower: createFollower(knowledge),
    recommenders: createCountingRecommenders(evidence),
    lists: createItemLists(knowledge, coVisitation),
    histories: createHistories(log, shoppers, kinds),
    embedder: createItemEmbedder({ names: log.items, kinds, catalogue, content }),
    evidence,
    stats: () => ({
      items: catalogue.size,
      events: log.size,
      users: shoppers.users,
      sessions: shoppers.sessions,
    }),
  };
}

import type { EventTypes } from '../../shared/domain/event.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { ChangeFollower } from '../../shared/ports/change-log.js';
import type {
  Histories,
  ItemEmbedder,
  ItemLists,
  ItemScorer,
  Recommender,
  SessionRanker,
} from '../../shared/ports/recommender.js';
import { Blend } from './blend.js';
import { Catalogue } from './catalogue.js';
import { ContentIndex } from './content/content-index.js';
import { createItemEmbedder } from './content/item-embedder.js';
import { createFollower, type Knowledge } from './follower.js';
import { createItemLists } from './item-lists.js';
import { createItemScorer } from './item-scorer.js';
import { createHistories } from './log/histories.js';
import { InteractionLog } from './log/interaction-log.js';
import { KindTable } from './log/kind-table.js';
import { Shoppers } from './log/shoppers.js';
import { CoVisitation } from './neighbours/co-visitation.js';
import { SessionKnn } from './neighbours/session-knn.js';
import { alikeInWords, ofAlikeShoppers, visitedTogether } from './parts.js';
import { Latest } from './popularity/latest.js';
import { Popularity } from './popularity/popularity.js';
import { createRecommenders } from './recommenders.js';
import { CountingSessionRanker } from './session-ranker.js';

export interface CountingStats {
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
  /** `popular`, `co-visitation`, `session-knn` and `blend`. */
  readonly recommenders: ReadonlyMap<ModelName, Recommender>;
  readonly lists: ItemLists;
  readonly sessions: SessionRanker;
  readonly scorer: ItemScorer;
  readonly histories: Histories;
  readonly embedder: ItemEmbedder;
  stats(): CountingStats;
}

/** Chosen on RSC15 clicks 1/64 and Amazon Beauty: with them the blend is at least as good as each part on both. */
const blendWeights = { alikeShoppers: 1, visitedTogether: 0.1, alikeInWords: 0.05 };
const cosine = 0.5;

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
  const blend = new Blend(log.items, [
    ofAlikeShoppers(sessionKnn, blendWeights.alikeShoppers),
    visitedTogether(coVisitation, blendWeights.visitedTogether, cosine),
    alikeInWords(content, blendWeights.alikeInWords),
  ]);
  return {
    follower: createFollower(knowledge),
    recommenders: createRecommenders({ knowledge, coVisitation, sessionKnn, blend }),
    lists: createItemLists(knowledge, coVisitation),
    sessions: new CountingSessionRanker(knowledge, [
      { weight: 1, model: sessionKnn },
      { weight: 0.5, model: coVisitation },
    ]),
    scorer: createItemScorer(knowledge, blend),
    histories: createHistories(log, shoppers, kinds),
    embedder: createItemEmbedder({ names: log.items, kinds, catalogue, content }),
    stats: () => ({
      items: catalogue.size,
      events: log.size,
      users: shoppers.users,
      sessions: shoppers.sessions,
    }),
  };
}

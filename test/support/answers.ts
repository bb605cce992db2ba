/** The shapes of answers, as tests read them. */
export interface ListAnswer {
  readonly recommendations: readonly {
    readonly item_id: string;
    readonly score: number;
    readonly reason: string;
    readonly metadata: {
      readonly name: string;
      readonly categories: readonly string[];
      readonly price: number;
    };
  }[];
}

export interface PageAnswer extends ListAnswer {
  readonly user_id: string;
  readonly recommendation_id: string;
  readonly model: string;
  readonly pagination: {
    readonly total: number;
    readonly limit: number;
    readonly offset: number;
    readonly has_more: boolean;
  };
}

export const idsOf = (answer: ListAnswer): readonly string[] =>
  answer.recommendations.map((each) => each.item_id);

/** Words that stand in texts of every kind, in the languages that shops here write in. */
const everywhere = new Set(
  [
    'a an and are as at be by for from in into is it its no not of on or our out s so such t that the their this to up',
    'was we with without you your new item product set pcs pc',
    '및 등 의 이 그 저 수 것 용 더 를 을 은 는 가 에 와 과 도 로 으로 에서 위한 있는 하는 입니다 합니다 상품 제품',
  ]
    .join(' ')
    .split(' '),
);

const littleSaid = 0.2;

/**
 * How much a word tells, 0 to 1, with no catalogue to count in. Fixed, so that vectors made years apart can be compared;
 * and better than counting: shoppers look for kinds and colours, which are the frequent words of a catalogue.
 */
export function fixedRarity(word: string): number {
  return everywhere.has(word) ? littleSaid : 1;
}

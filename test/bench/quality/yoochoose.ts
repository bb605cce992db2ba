import {
  everyPrefix,
  prefixCases,
} from '../../../models/training/evaluation/protocols/every-prefix.js';
import { sequenceSet } from '../models/sequence-set.js';
import type { Row } from '../report.js';
import { readSequences } from './data.js';
import { judgeModels, percent, skipped, type Wants } from './judge-models.js';

/** RSC15 clicks 1/64: every prefix, full ranking, nothing excluded; HR@20 and MRR@20 in percent. */
export async function yoochoose(wants: Wants): Promise<readonly Row[]> {
  const data = 'Yoochoose 1/64, HR@20/MRR@20 %';
  const train = readSequences('sessions/yoochoose1_64/train_sessions.txt.gz');
  const test = readSequences('sessions/yoochoose1_64/test_sessions.txt.gz');
  if (train === undefined || test === undefined) return skipped(data);
  // A short clock, so that nothing fades by it: the set has no times.
  const all = sequenceSet(train, spanMs);
  const asked = sequenceSet(test, spanMs);
  const sessions = asked.shoppers.ids.map((_, shopper) =>
    prefixCases(asked, shopper, { first: asked.events.starts[shopper] ?? 0, maxHistory: 200 }),
  );
  const untouched = sessions.flatMap((cases, at) => cases.map(() => at % 10 !== 0));
  return judgeModels(
    {
      ...{ data, train: all, cases: sessions.flat(), protocol: everyPrefix },
      ...{ metrics: ['hit-rate@20', 'mrr@20'], show: percent, cutoff: 20 },
      // Constants of the counting models were chosen on every tenth of these sessions.
      isUntouched: (at) => untouched[at] ?? true,
      bars: {
        'co-visitation': '52.9/22.3',
        'session-knn': '67.0/27.4',
        gru: '68/28.5',
        'two-tower': '68/28.5',
        blend: '70.6/30.9',
      },
    },
    wants,
  );
}

const spanMs = 3 * 86_400_000;

import { z } from 'zod';
import { eventKinds } from '../domain/event.js';
import { type Boost, boostLimits, parseBoosts } from '../domain/filter/boost.js';
import { modelNames } from '../domain/ranking.js';
import { commaList, filterField, inLanguage, line, numericIdField, queryNumber } from './fields.js';

const maxExcluded = 1_000;

const boostsField = inLanguage(parseBoosts).meta({
  description: `Filters with factors from 0 to ${boostLimits.factor} that multiply the score; 0 sinks but never removes`,
  examples: ["price < 30: 1.5; tags has 'new': 2"],
});

const modelField = z.enum(modelNames).meta({
  description: 'Who makes the list; a model that is not ready is answered for by `blend`',
});
const diversityMeta = {
  description:
    '0 keeps the order of the scores, 1 avoids likeness wherever it can; a little by default in a personal list',
};

/** What every ranked list takes in its query string. */
export const listOptionsQuery = {
  filter: filterField.optional(),
  boost: boostsField.optional(),
  exclude: commaList(line(512), maxExcluded)
    .meta({ description: 'Item ids to leave out, joined by commas', examples: ['mug-1,mug-2'] })
    .optional(),
  diversity: queryNumber({ min: 0, max: 1 }).meta(diversityMeta).optional(),
  model: modelField.optional(),
};

/** What a personal list takes beyond that. */
export const excludeSeenQuery = commaList(z.enum([...eventKinds, 'none']), eventKinds.length)
  .transform((kinds) => kinds.flatMap((kind) => (kind === 'none' ? [] : kind)))
  .meta({
    description: `What the shopper must have done with an item for it to stay out: ${eventKinds.join(', ')}, joined by commas, or none`,
    examples: ['order,cart'],
  });

const boostField: z.ZodType<Boost> = z.strictObject({
  when: filterField,
  factor: z.number().min(0).max(boostLimits.factor),
});

/** The same in a JSON body. */
export const listOptionsBody = {
  filter: filterField.optional(),
  boost: z.array(boostField).max(boostLimits.count).optional(),
  exclude: z.array(numericIdField.transform(String)).max(maxExcluded).optional(),
  exclude_seen: z.array(z.enum(eventKinds)).max(eventKinds.length).optional(),
  diversity: z.number().min(0).max(1).meta(diversityMeta).optional(),
  model: modelField.optional(),
};

/** The header by which a reader makes sure to see what was written; `POST /events` answers it. */
export const consistencyHeaders = z.object({
  'x-consistency-token': line(200)
    .meta({ description: 'The `consistency` that POST /events answered: wait until it is seen' })
    .optional(),
});

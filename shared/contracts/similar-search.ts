import { z } from 'zod';
import {
  commaList,
  filterField,
  idField,
  topKQuery,
  visibleLine,
  webAddressField,
} from './fields.js';
import { fileField, formOrJsonBody } from './forms.js';
import type { OperationSpec } from './operation.js';

const maxFileSizeBytes = 10 * 1_048_576;
const maxExamples = 20;

const cropField = z
  .string()
  .regex(/^\d{1,6}(,\d{1,6}){3}$/, 'expected four whole numbers such as 10,20,300,400')
  .transform((text) => {
    const [x = 0, y = 0, width = 0, height = 0] = text.split(',').map(Number);
    return { x, y, width, height };
  })
  .refine(({ width, height }) => width > 0 && height > 0, 'expected a width and height above 0')
  .meta({
    description:
      'The part of the picture that matters: x,y,width,height in pixels of the upright picture',
  });

const looks = {
  image_url: webAddressField
    .optional()
    .meta({ description: 'Where a picture lies in the public internet' }),
  text: visibleLine(500)
    .optional()
    .meta({ description: 'What to look for in words, where the image model reads them' }),
  filter: filterField.optional(),
  crop: cropField.optional(),
};

const examples = (where: string) => ({
  description: `Ids of items whose pictures the answer should be ${where}, and which it leaves out`,
});
const near = examples('near to');
const far = examples('far from');
const inForm = ({ description }: ReturnType<typeof examples>) => ({
  description: `${description}; joined by commas`,
});

const formSchema = z
  .strictObject({
    file: fileField
      .meta({ description: 'JPEG, PNG, WebP or GIF, up to 10 MB and 50 million pixels' })
      .optional(),
    ...looks,
    top_k: topKQuery,
    positive: commaList(idField, maxExamples).meta(inForm(near)).optional(),
    negative: commaList(idField, maxExamples).meta(inForm(far)).optional(),
  })
  .superRefine(requireOneQuery);

const ids = z.array(idField).max(maxExamples);
const jsonSchema = z
  .strictObject({
    ...looks,
    top_k: z.int().min(1).max(100).default(10),
    positive: ids.meta(near).optional(),
    negative: ids.meta(far).optional(),
  })
  .superRefine(requireOneQuery);

type SimilarInput = z.output<typeof formSchema>;

function requireOneQuery(
  input: Omit<SimilarInput, 'top_k' | 'filter'>,
  context: z.RefinementCtx,
): void {
  const { file, image_url, text, crop, positive = [], negative = [] } = input;
  const named = [file, image_url, text].filter((each) => each !== undefined);
  const complain = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (named.length > 1) complain('file', 'expected one of file, image_url and text, got more');
  if (named.length + positive.length + negative.length === 0) {
    complain('file', 'expected a file, or image_url, text, positive or negative in its place');
  }
  const isPicture = file !== undefined || image_url !== undefined;
  if (crop && !isPicture) complain('crop', 'expected a file or an image_url to crop');
}

export const postSearchSimilar = {
  id: 'postSearchSimilar',
  summary: 'Find items that look like a picture',
  description:
    'Sends a picture as a form, or names one, describes one, or gives examples, as a form or as JSON. Each example counts as much as the picture.',
  tag: 'Search and embeddings',
  access: 'key',
  body: formOrJsonBody<SimilarInput>({
    form: formSchema,
    json: jsonSchema,
    maxFileSizeBytes,
    example: { positive: ['mug-17'], top_k: 10 },
  }),
  success: {
    status: 200,
    description: 'Active items, most alike first',
    schema: z.array(
      z.object({
        product_id: z.string(),
        image_url: z.string(),
        score: z.number().min(-1).max(1).meta({ description: 'Higher is more alike' }),
        rank: z.int().meta({ description: 'From 1' }),
        name: z.string(),
        price: z.number().optional(),
        currency: z.string().optional(),
      }),
    ),
  },
  problems: ['not-found', 'overloaded'],
} as const satisfies OperationSpec;

/** What the request asks for, in the words of the house. */
export function toSimilarRequest(input: SimilarInput) {
  const { positive = [], negative = [], filter, top_k: limit } = input;
  return { looks: looksOf(input), positive, negative, filter, limit };
}

function looksOf({ file, image_url: url, text, crop }: SimilarInput) {
  if (file !== undefined) return { kind: 'file', file, crop } as const;
  if (url !== undefined) return { kind: 'url', url, crop } as const;
  return text === undefined ? undefined : ({ kind: 'text', text } as const);
}

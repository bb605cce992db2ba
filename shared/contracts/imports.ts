import { z } from 'zod';
import type { ImportRequest } from '../domain/tasks/import-task.js';
import { jobSchema } from './admin-tasks.js';
import { jsonBody } from './bodies.js';
import { check, refuse } from './complaints.js';
import { line } from './fields.js';
import type { OperationSpec } from './operation.js';

const columnsField = z
  .record(line(64), line(256))
  .refine((columns) => Object.keys(columns).length <= 64, { error: 'expected at most 64 fields' })
  .meta({ description: 'Which column holds what, for csv and ndjson: our field → the column' });

const importSchema = z.strictObject({
  format: line(60).meta({ description: 'As of `npm run import`; an unknown one is told the list' }),
  files: z
    .array(line(1_024))
    .min(1)
    .max(100)
    .meta({ description: 'Names in the folder `IMPORT_DIR`; a folder there stands for its files' }),
  columns: columnsField.optional(),
  type: line(64).optional().meta({ description: 'The type of events whose rows name none' }),
});

export const postImport = {
  id: 'startImport',
  summary: 'Import files that lie beside the app',
  description:
    'Reads them in the background while requests are answered, and learns as it reads. Bad rows are counted and kept in `rejects/` in the data folder. Stopped or broken off, another import of the same files goes on from there, and what is there already is not added twice. 409 while one waits or runs. `Location` is where to look.',
  tag: 'Administration',
  access: 'admin',
  body: jsonBody(importSchema, { format: 'otto', files: ['train.jsonl.gz'] }),
  success: { status: 202, description: 'The task', schema: jobSchema },
  problems: ['conflict', 'overloaded'],
} as const satisfies OperationSpec;

const requestSchema = z.object({
  format: z.string(),
  paths: z.array(z.string()),
  columns: z.record(z.string(), z.string()).optional(),
  defaultType: z.string().optional(),
});

/** Reads what a task's record keeps. Throws `invalid`. */
export function parseImportRequest(kept: unknown): ImportRequest {
  const checked = check(requestSchema, kept);
  if (!checked.ok) return refuse(checked.complaints);
  const { columns, defaultType, ...request } = checked.value;
  return {
    ...request,
    ...(columns !== undefined && { columns }),
    ...(defaultType !== undefined && { defaultType }),
  };
}

/** What was asked for, without what was left out. */
export function toImportWish({ format, files, columns, type }: z.output<typeof importSchema>) {
  return {
    ...{ format, files },
    ...(columns !== undefined && { columns }),
    ...(type !== undefined && { defaultType: type }),
  };
}

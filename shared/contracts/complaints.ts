import type { z } from 'zod';
import { AppError, type Complaint } from '../domain/errors.js';

const maxComplaints = 50;
const maxShownLength = 60;

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** A value as a message shows it: JSON, cut after 60 characters; of what holds others, only what it is. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const head = typeof value === 'string' ? value.slice(0, maxShownLength + 1) : value;
  const text = JSON.stringify(head) ?? String(head);
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
}

/** Checks an input; every path of a complaint begins with `at`. */
export function check<T>(schema: z.ZodType<T>, input: unknown, at?: string): Checked<T> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  const complaints = result.error.issues.flatMap((issue) => explain(issue, at ? [at] : []));
  return { ok: false, complaints: complaints.slice(0, maxComplaints) };
}

/** Throws `invalid`, naming the first complaint and counting the others. */
export function refuse(complaints: readonly Complaint[]): never {
  const [first] = complaints;
  const others = complaints.length > 1 ? ` (and ${complaints.length - 1} more)` : '';
  const where = first?.path ? `${first.path}: ` : '';
  throw new AppError('invalid', `${where}${first?.message ?? 'not valid'}${others}`, {
    complaints,
  });
}

type Path = readonly PropertyKey[];

function explain(issue: z.core.$ZodIssue, above: Path): readonly Complaint[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'unknown field' }));
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.toSorted((a, b) => reach(b) - reach(a))[0] ?? [];
    if (reach(deepest) > 0) return deepest.flatMap((each) => explain(each, path));
  }
  return [{ path: dotted(path), message: withValue(issue) }];
}

const reach = (issues: readonly z.core.$ZodIssue[]) =>
  Math.max(0, ...issues.map((issue) => issue.path.length));

const dotted = (path: Path) => path.map(String).join('.').slice(0, 200);

function withValue(issue: z.core.$ZodIssue): string {
  const message = issue.message.replace(/^(Invalid input|Too big|Too small): /, '');
  if (issue.input === undefined) return message.replace(/expected .*received undefined/, 'missing');
  const showsInput = issue.code === 'custom' && issue.params?.['showsInput'] === true;
  return showsInput ? message : `${message}, got ${shown(issue.input)}`;
}

import { parseArgs } from 'node:util';
import type { DatasetFormat } from '../../shared/ports/dataset.js';

/** What the user asked for: an import, or to be told how to ask. */
export type ImportArguments =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'import';
      readonly format: DatasetFormat;
      readonly paths: readonly string[];
      readonly columns?: Readonly<Record<string, string>>;
      readonly defaultType?: string;
    };

/** Arguments that make no sense; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  help: { type: 'boolean', short: 'h' },
  format: { type: 'string' },
  columns: { type: 'string' },
  type: { type: 'string' },
} as const;

/** Reads the command line. Throws `UsageError`. */
export function parseImportArguments(
  given: readonly string[],
  formats: readonly DatasetFormat[],
): ImportArguments {
  const { values, positionals } = parse(given);
  if (values.help || given.length === 0) return { kind: 'help' };
  const format = findFormat(values.format, formats, positionals);
  if (positionals.length === 0) {
    throw new UsageError(`which files? For instance --format ${format.name} ${format.example}`);
  }
  return {
    kind: 'import',
    format,
    paths: positionals,
    ...(values.columns === undefined ? {} : { columns: parseColumns(values.columns) }),
    ...(values.type === undefined ? {} : { defaultType: values.type }),
  };
}

export function describeUsage(formats: readonly DatasetFormat[]): string {
  const described = formats.map(
    ({ name, summary, example }) =>
      `  ${name.padEnd(15)} ${summary}\n    --format ${name} ${example}`,
  );
  return [
    'Reads shop data into DATA_DIR: npm run import -- --format NAME FILES…',
    '',
    'Files may be gzipped. Run the same command again to go on after a stop; running it twice adds nothing twice.',
    '',
    '  --format NAME            one of the formats below; need not be said of *.parquet and *.ndjson',
    '  --columns FIELD=COLUMN,… which column holds what (csv, ndjson); fields: user, session, item, type, time,',
    '                           value, name, description, categories, tags, price, currency, seller, image_url, url',
    '  --type TYPE              type of events whose rows name none (csv, ndjson, sessions, sequences)',
    '',
    ...described,
  ].join('\n');
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function findFormat(
  name: string | undefined,
  formats: readonly DatasetFormat[],
  paths: readonly string[],
): DatasetFormat {
  const format =
    name === undefined
      ? formatByEnding(formats, paths)
      : formats.find((each) => each.name === name);
  if (format) return format;
  const names = formats.map((each) => each.name).join(', ');
  const what =
    name === undefined ? 'no --format' : `no format ${JSON.stringify(name.slice(0, 60))}`;
  throw new UsageError(`${what}; expected one of ${names}`);
}

/** What files are called tells their format where one format alone calls them so. */
function formatByEnding(
  formats: readonly DatasetFormat[],
  paths: readonly string[],
): DatasetFormat | undefined {
  const names = paths.map((path) => path.toLowerCase().replace(/\.gz$/, ''));
  const isOf = ({ endings = [] }: DatasetFormat) =>
    names.every((name) => endings.some((ending) => name.endsWith(ending)));
  const [first, ...others] = names.length === 0 ? [] : formats.filter(isOf);
  return others.length === 0 ? first : undefined;
}

function parseColumns(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair): readonly [string, string] => {
    const at = pair.indexOf('=');
    const [field, column] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at > 0 && field !== '' && column !== '') return [field, column];
    throw new UsageError(
      `--columns: expected FIELD=COLUMN, got ${JSON.stringify(pair.slice(0, 60))}`,
    );
  });
  return Object.fromEntries(pairs);
}

import { AppError } from '../../../domain/errors.js';
import { type Columns, chooseColumns, type Field } from '../reading/columns.js';
import { delimiterOf, readFields } from '../reading/csv.js';
import { fileFormat } from '../reading/file-format.js';
import { readJsonObject, rejected } from '../reading/row-checks.js';
import type { FileKind, RowContext, RowReader } from '../reading/row-reader.js';
import { tableReader } from '../reading/table-rows.js';

function csvReader(context: RowContext, choose: (header: readonly string[]) => Columns): RowReader {
  if (context.firstLine.trim() === '') {
    throw new AppError('invalid', 'empty; expected a header line that names the columns');
  }
  const delimiter = delimiterOf(context.firstLine);
  const header = readFields(context.firstLine, delimiter);
  const columns = choose(header);
  const read = tableReader(context, columns);
  const places = new Map([...columns].map(([field, column]) => [field, header.indexOf(column)]));
  return (line, sink) => {
    const values = readFields(line.text, delimiter);
    if (values.length !== header.length) {
      throw rejected('row', `${header.length} columns, not ${values.length}`, line.text);
    }
    sink.record(read((field) => values[places.get(field) ?? -1]));
  };
}

const csvRows: FileKind = {
  order: 'events',
  hasHeader: true,
  isQuoted: true,
  reader: (context) =>
    csvReader(context, (header) => chooseColumns(header, context.options.columns)),
};

export const csv = fileFormat({
  name: 'csv',
  summary: 'any CSV with a header: events, or items where no column is a user or session',
  example: 'events.csv --columns user=uid,item=sku,time=when,type=event',
  files: '*.csv',
  endings: ['.csv', '.tsv'],
  takes: ['columns', 'defaultType'],
  kindOf: ({ name, isNamed }) =>
    isNamed || name.endsWith('.csv') || name.endsWith('.tsv') ? csvRows : undefined,
});

/** Whether rows are events or items, and what the named columns are, is told by the first. */
function ndjsonReader(context: RowContext): RowReader {
  const first = context.firstLine.trim() === '' ? {} : readJsonObject(context.firstLine);
  const read = tableReader(context, chooseColumns(Object.keys(first), context.options.columns));
  const columnsOf = columnChooser(context.options.columns);
  return (line, sink) => {
    const row = readJsonObject(line.text);
    const columns = columnsOf(Object.keys(row));
    sink.record(read((field) => own(row, columns.get(field))));
  };
}

const maxShapes = 1_000;

/** Rows of NDJSON leave fields out as they like; each shape of row is looked at once. */
function columnChooser(given: Readonly<Record<string, string>> = {}) {
  const chosen = new Map<string, Columns>();
  return (keys: readonly string[]): Columns => {
    const shape = JSON.stringify(keys);
    const columns = chosen.get(shape) ?? chooseColumns([...keys, ...Object.values(given)], given);
    if (chosen.size >= maxShapes) chosen.clear();
    chosen.set(shape, columns);
    return columns;
  };
}

function own(row: Readonly<Record<string, unknown>>, column: string | undefined): unknown {
  return column !== undefined && Object.hasOwn(row, column) ? row[column] : undefined;
}

const ndjsonRows: FileKind = { order: 'events', reader: ndjsonReader };

export const ndjson = fileFormat({
  name: 'ndjson',
  summary: 'any NDJSON, a row a line: events, or items where no field is a user or session',
  example: 'events.ndjson --columns user=uid,item=sku,time=when --type view',
  files: '*.ndjson or *.jsonl',
  endings: ['.ndjson', '.jsonl'],
  takes: ['columns', 'defaultType'],
  kindOf: ({ name, isNamed }) =>
    isNamed || name.endsWith('.ndjson') || name.endsWith('.jsonl') ? ndjsonRows : undefined,
});

const mercariNeeds: readonly (readonly Field[])[] = [
  ['user', 'session'],
  ['name'],
  ['type'],
  ['time'],
];

/** A listing's own id says little where each listing is sold once: products go by name. */
function mercariColumns(header: readonly string[]): Columns {
  const columns = new Map(chooseColumns(header));
  columns.delete('item');
  if (mercariNeeds.every((anyOf) => anyOf.some((field) => columns.has(field)))) return columns;
  const expected = 'a header with user_id, session_id (or one of them), name, event and time';
  throw rejected('header', expected, header.join(','));
}

const mercariRows: FileKind = {
  ...csvRows,
  reader: (context) => csvReader(context, mercariColumns),
};

/** Shoppers' steps on products that are known by name: item_view, item_like, … buy_comp. */
export const mercari = fileFormat({
  name: 'mercari',
  summary: 'Mercari-style CSV with user_id, session_id, name, event, time; products go by name',
  example: 'behaviors.csv',
  files: 'a CSV with the header user_id,session_id,name,event,time',
  endings: ['.csv'],
  kindOf: ({ name, isNamed }) => (isNamed || name.endsWith('.csv') ? mercariRows : undefined),
});

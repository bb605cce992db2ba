import { fileFormat } from '../reading/file-format.js';
import { eventRecord, latestTime } from '../reading/records.js';
import { readTime, rejected } from '../reading/row-checks.js';
import type { FileKind } from '../reading/row-reader.js';

const header = 'timestamp,visitorid,event,itemid,transactionid';
const types = new Map([
  ['view', 'view'],
  ['addtocart', 'cart'],
  ['transaction', 'order'],
]);

function readType(event: string | undefined): string {
  const type = types.get(event ?? '');
  if (type) return type;
  throw rejected('event', [...types.keys()].join(', '), event);
}

const events: FileKind = {
  order: 'events',
  hasHeader: true,
  reader: (context) => (line, sink) => {
    const fields = line.text.split(',');
    if (fields.length !== 5) throw rejected('row', header, line.text);
    const [time, userId, event, itemId, transaction = ''] = fields;
    const ts = readTime(time, 'timestamp', latestTime(context));
    const type = readType(event);
    const position = `${ts} ${transaction}`;
    sink.record(eventRecord(context, { userId, itemId, type, ts, position }));
  },
};

/** https://www.kaggle.com/datasets/retailrocket/ecommerce-dataset */
export const retailrocket = fileFormat({
  name: 'retailrocket',
  summary: 'RetailRocket events.csv: view, addtocart, transaction',
  example: 'events.csv',
  files: `events.csv with the header ${header}`,
  kindOf: ({ firstLine }) => (firstLine.trim() === header ? events : undefined),
});

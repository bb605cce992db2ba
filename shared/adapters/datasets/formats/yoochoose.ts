import type { Item } from '../../../domain/item.js';
import { fileFormat, type SeenFile } from '../reading/file-format.js';
import { eventRecord, latestTime } from '../reading/records.js';
import { readFigure, readLine, readPrice, readTime, rejected } from '../reading/row-checks.js';
import type { FileKind } from '../reading/row-reader.js';

/** S is a special offer, 1 to 12 a category, 0 unknown; any longer number is a brand. */
function aboutCategory(code: string): Partial<Item> {
  if (code === '' || code === '0') return {};
  if (code === 'S') return { categories: ['Special offers'] };
  if (/^\d{1,2}$/.test(code)) return { categories: [`Category ${code}`] };
  return { attributes: { brand: readLine(code, 'category', 200) } };
}

const clicks: FileKind = {
  order: 'events',
  reader: (context) => (line, sink) => {
    const fields = line.text.split(',');
    if (fields.length !== 4) throw rejected('row', 'session, time, item, category', line.text);
    const [sessionId, time, itemId, category = ''] = fields;
    const ts = readTime(time, 'time', latestTime(context));
    const about = aboutCategory(category);
    sink.record(eventRecord(context, { sessionId, itemId, type: 'view', ts, about }));
  },
};

const buys: FileKind = {
  order: 'events',
  reader: (context) => (line, sink) => {
    const fields = line.text.split(',');
    if (fields.length !== 5) throw rejected('row', 'session, time, item, price, amount', line.text);
    const [sessionId, time, itemId, amount, quantity] = fields;
    const ts = readTime(time, 'time', latestTime(context));
    const price = readPrice(amount, 'price');
    const draft = { sessionId, itemId, type: 'order', value: readFigure(quantity, 'quantity') };
    // Where the shop did not note the price it wrote 0.
    sink.record(eventRecord(context, { ...draft, ts, ...(price > 0 ? { about: { price } } : {}) }));
  },
};

const wellKnown = /^yoochoose-(clicks|buys|test)\b.*\.(dat|csv)$/;

function kindOf({ name, firstLine, isNamed }: SeenFile): FileKind | undefined {
  if (!isNamed && !wellKnown.test(name)) return undefined;
  const columns = firstLine.split(',').length;
  if (columns === 5) return buys;
  return columns === 4 ? clicks : emptyOf(name);
}

function emptyOf(name: string): FileKind | undefined {
  return wellKnown.test(name) ? clicks : undefined;
}

/** The RecSys Challenge 2015's click and buy logs. */
export const yoochoose = fileFormat({
  name: 'yoochoose',
  summary: 'Yoochoose (RSC15): clicks and buys, told apart by their columns',
  example: 'yoochoose-clicks.dat yoochoose-buys.dat',
  files: 'yoochoose-clicks.dat (session,time,item,category), yoochoose-buys.dat (…,price,amount)',
  kindOf,
});

import { fileFormat } from '../reading/file-format.js';
import { eventRecord } from '../reading/records.js';
import { rejected } from '../reading/row-checks.js';
import type { FileKind } from '../reading/row-reader.js';

const dayMs = 86_400_000;
/** The lines are spread over this much time, the last one ending at the import. */
const spanMs = 30 * dayMs;
const stepMs = 20_000;

/** One thing is no session to learn from, but it is a click all the same. */
const sessionLines: FileKind = {
  order: 'events',
  countsLines: true,
  reader: (context) => (line, sink) => {
    const items = line.text.trim().split(/[\s,]+/);
    const linesAfter = Math.max(0, context.lineCount - line.number);
    const endedAt =
      context.importedAt - Math.floor((linesAfter * spanMs) / Math.max(1, context.lineCount));
    const sessionId = `${context.fileName}:${line.number}`;
    const type = context.options.defaultType ?? 'view';
    for (const [index, itemId] of items.entries()) {
      const ts = endedAt - (items.length - 1 - index) * stepMs;
      sink.record(eventRecord(context, { sessionId, itemId, type, ts, position: String(index) }));
    }
  },
};

export const sessions = fileFormat({
  name: 'sessions',
  summary: 'item ids in order, a session a line, without users or times (--type: view)',
  example: 'train_sessions.txt.gz',
  takes: ['defaultType'],
  files: '*.txt with item ids between spaces',
  kindOf: ({ name, isNamed }) => (isNamed || name.endsWith('.txt') ? sessionLines : undefined),
});

/** A year at most, so that the longest sequence stays after 1970. */
const longestMs = 365 * dayMs;

/** A user may have many lines (`user item`, a line each): the later the line, the later, by a millisecond. */
const sequenceLines: FileKind = {
  order: 'events',
  countsLines: true,
  reader: (context) => (line, sink) => {
    const [userId, ...items] = line.text.trim().split(/\s+/);
    if (items.length === 0) throw rejected('row', 'a user and at least one item', line.text);
    const type = context.options.defaultType ?? 'view';
    const apartMs = Math.min(dayMs, Math.floor(longestMs / items.length));
    const endedAt = context.importedAt - Math.max(0, context.lineCount - line.number);
    for (const [index, itemId] of items.entries()) {
      const ts = endedAt - (items.length - 1 - index) * apartMs;
      const position = `${context.fileName}:${line.number}:${index}`;
      sink.record(eventRecord(context, { userId, itemId, type, ts, position }));
    }
  },
};

export const sequences = fileFormat({
  name: 'sequences',
  summary: 'user item item …, a user a line, oldest first, without times (--type: view)',
  example: 'Beauty.txt.gz --type order',
  takes: ['defaultType'],
  files: '*.txt with a user and items between spaces',
  kindOf: ({ name, isNamed }) => (isNamed || name.endsWith('.txt') ? sequenceLines : undefined),
});

import { shown } from '../../../contracts/complaints.js';
import { AppError } from '../../../domain/errors.js';
import { fileFormat } from '../reading/file-format.js';
import { eventRecord, latestTime } from '../reading/records.js';
import { isObject, readJsonObject, readTime, rejected } from '../reading/row-checks.js';
import type { FileKind, RowContext, RowSink } from '../reading/row-reader.js';

function readEvent(context: RowContext, sessionId: unknown, event: unknown) {
  if (!isObject(event)) throw rejected('event', 'an object', event);
  const { aid, ts: time, type } = event;
  const ts = readTime(time, 'ts', latestTime(context));
  return eventRecord(context, { sessionId, itemId: aid, type, ts });
}

/** A bad event is rejected alone. */
function readEvents(context: RowContext, session: unknown, events: readonly unknown[]) {
  return (sink: RowSink) => {
    for (const [index, event] of events.entries()) {
      try {
        sink.record(readEvent(context, session, event));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        sink.reject(`events.${index}: ${error.message}`);
      }
    }
  };
}

const sessions: FileKind = {
  order: 'events',
  reader: (context) => (line, sink) => {
    const { session, events } = readJsonObject(line.text);
    if (!Array.isArray(events)) {
      throw new AppError('invalid', `events: expected a list, got ${shown(events)}`);
    }
    readEvents(context, session, events)(sink);
  },
};

/** https://github.com/otto-de/recsys-dataset: a session a line, times in milliseconds. */
export const otto = fileFormat({
  name: 'otto',
  summary: 'OTTO sessions of clicks, carts and orders: JSONL, a session a line',
  example: 'train.jsonl',
  files: '*.jsonl',
  endings: ['.jsonl'],
  kindOf: ({ name, isNamed }) => (isNamed || name.endsWith('.jsonl') ? sessions : undefined),
});

import { attributesField } from '../../../contracts/fields.js';
import type { Attributes, AttributeValue, Item } from '../../../domain/item.js';
import { fileFormat, type SeenFile } from '../reading/file-format.js';
import { eventRecord, isAbsent, latestTime, sketchItem } from '../reading/records.js';
import {
  isObject,
  readAs,
  readId,
  readJsonObject,
  readLine,
  readTime,
  shortened,
} from '../reading/row-checks.js';
import type { FileKind, RowContext } from '../reading/row-reader.js';

/** Gorse leaves the naming of feedback to its users; these are the names of its own examples. */
const feedbackTypes = new Map([
  ['read', 'view'],
  ['click', 'view'],
  ['star', 'like'],
  ['favorite', 'like'],
  ['purchase', 'order'],
  ['buy', 'order'],
]);

const longestName = 120;
const maxLabels = 50;
const maxLabelLength = 100;

const feedback: FileKind = {
  order: 'events',
  reader: (context) => (line, sink) => {
    const row = readJsonObject(line.text);
    const { FeedbackType: name, UserId: userId, ItemId: itemId, Timestamp: time, Value } = row;
    const isKnown = typeof name === 'string' && context.options.eventTypes.has(name);
    const type = isKnown ? name : (feedbackTypes.get(String(name)) ?? name);
    const ts = timeOf(context, time);
    // Gorse keeps one feedback of a type between a user and an item.
    const draft = { userId, itemId, type, ts, position: '' };
    sink.record(eventRecord(context, { ...draft, value: Value }));
  },
};

const items: FileKind = {
  order: 'items',
  reader: (context) => (line, sink) => {
    const row = readJsonObject(line.text);
    const { ItemId, IsHidden, Categories: categories, Timestamp, Labels, Comment } = row;
    const known = {
      ...about(Comment),
      ...labels(Labels),
      isActive: IsHidden !== true,
      categories: strings(categories).map((name) => readLine(name, 'Categories', maxLabelLength)),
    };
    const item = sketchItem(readId(ItemId, 'ItemId'), timeOf(context, Timestamp), known);
    sink.record({ kind: 'item', item });
  },
};

const users: FileKind = {
  order: 'users',
  reader: (context) => (line, sink) => {
    const { UserId, Labels } = readJsonObject(line.text);
    const { tags, attributes } = labels(Labels);
    const features = tags.length > 0 ? { ...attributes, labels: tags } : attributes;
    const user = { id: readId(UserId, 'UserId'), features, createdAt: context.importedAt };
    sink.record({ kind: 'user', user });
  },
};

/** Go writes a time that was never set as the year 1. */
function timeOf(context: RowContext, time: unknown): number {
  if (isAbsent(time) || String(time).startsWith('0001-01-01')) return context.importedAt;
  return readTime(time, 'Timestamp', latestTime(context));
}

/** Gorse's items have no name but a comment, which is a title in some shops and a description in others. */
function about(comment: unknown): Partial<Item> {
  if (typeof comment !== 'string' || comment.trim() === '') return {};
  const text = comment.trim();
  const isName = text.length <= longestName && !/\p{Cc}/u.test(text);
  return isName ? { name: text } : { description: shortened(text, 2_000) };
}

function labels(value: unknown): { tags: readonly string[]; attributes: Attributes } {
  if (!isObject(value)) {
    return {
      tags: strings(value).map((tag) => readLine(tag, 'Labels', maxLabelLength)),
      attributes: {},
    };
  }
  const kept = Object.entries(value).flatMap(([name, label]) => {
    const attribute = attributeOf(label);
    return attribute === undefined ? [] : [[name, attribute] as const];
  });
  return { tags: [], attributes: readAs(attributesField, Object.fromEntries(kept), 'Labels') };
}

/** Labels may nest in Gorse; what does is left out. */
function attributeOf(label: unknown): AttributeValue | undefined {
  if (typeof label === 'string' || typeof label === 'number' || typeof label === 'boolean') {
    return label;
  }
  const list = strings(label);
  return list.length > 0 ? list : undefined;
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((part): part is string => typeof part === 'string').slice(0, maxLabels);
}

function kindOf({ name, firstLine, isNamed }: SeenFile): FileKind | undefined {
  if (!isNamed && !/^(users?|items?|feedback)\b.*\.jsonl?$/.test(name)) return undefined;
  if (firstLine.includes('"FeedbackType"')) return feedback;
  if (firstLine.includes('"ItemId"')) return items;
  if (firstLine.includes('"UserId"')) return users;
  return byName(name);
}

function byName(name: string): FileKind | undefined {
  if (name.includes('feedback')) return feedback;
  if (name.includes('item')) return items;
  return name.includes('user') ? users : undefined;
}

/** https://gorse.io: what its dashboard exports, one JSON object a line. */
export const gorse = fileFormat({
  name: 'gorse',
  summary: "Gorse's export: users.jsonl, items.jsonl and feedback.jsonl, or the folder of them",
  example: 'users.jsonl items.jsonl feedback.jsonl',
  files: 'users.jsonl, items.jsonl, feedback.jsonl',
  kindOf,
});

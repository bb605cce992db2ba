import { describe, expect, it } from 'vitest';
import { gorse } from '../../../../../../shared/adapters/datasets/formats/gorse.js';
import { importedAt, readFiles, readFolder } from '../../../../../support/datasets.js';

const lines = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('gorse', () => {
  it('reads users, items and feedback of an export', async () => {
    const { users, items, events, rejected } = await readFolder(gorse, {
      'feedback.jsonl': lines({
        FeedbackType: 'star',
        UserId: 'ann',
        ItemId: '1',
        Value: 2,
        Timestamp: '2021-05-06T07:08:09.123456789Z',
        Comment: '',
      }),
      'items.jsonl': lines({
        ItemId: '1',
        IsHidden: false,
        Categories: ['x'],
        Timestamp: '2020-01-01 01:01:01.000000001 +0000 UTC',
        Labels: { genre: ['comedy', 'sci-fi'], year: 1999, dubbed: true, nothing: {}, no: [] },
        Comment: 'one',
      }),
      'users.jsonl': lines({ UserId: 'ann', Labels: { job: 'engineer' }, Comment: '' }),
      'other.jsonl': '{}',
    });
    expect(rejected).toEqual([]);
    expect(users).toMatchObject([{ id: 'ann', features: { job: 'engineer' } }]);
    expect(items).toEqual([
      {
        id: '1',
        name: 'one',
        categories: ['x'],
        tags: [],
        attributes: { genre: ['comedy', 'sci-fi'], year: 1999, dubbed: true },
        isActive: true,
        createdAt: Date.UTC(2020, 0, 1, 1, 1, 1),
      },
    ]);
    expect(events).toMatchObject([
      {
        userId: 'ann',
        itemId: '1',
        type: 'like',
        value: 2,
        ts: Date.UTC(2021, 4, 6, 7, 8, 9, 123),
      },
    ]);
  });

  it('reads hidden items, lists of labels, long comments and times never set', async () => {
    const comment = `A very good mug. ${'It holds tea. '.repeat(20)}`;
    const { items, users } = await readFiles(gorse, {
      'a.jsonl': lines({
        ItemId: 'm',
        IsHidden: true,
        Categories: null,
        Labels: ['blue', 'big'],
        Timestamp: '0001-01-01T00:00:00Z',
        Comment: comment,
      }),
      'b.jsonl': lines({ UserId: 'u', Labels: ['vip'] }, { UserId: 'v', Labels: null }),
    });
    expect(items).toMatchObject([
      {
        name: 'Item m',
        description: comment.trim(),
        tags: ['blue', 'big'],
        isActive: false,
        createdAt: importedAt,
      },
    ]);
    expect(users).toMatchObject([{ features: { labels: ['vip'] } }, { features: {} }]);
  });

  it('knows its own names of feedback and the types of the shop, and rejects others', async () => {
    const row = { UserId: 'u', ItemId: 'i', Timestamp: '' };
    const types = ['read', 'purchase', 'cart', 'hum'];
    const { events, rejected } = await readFiles(gorse, {
      'feedback.jsonl': lines(...types.map((FeedbackType) => ({ FeedbackType, ...row }))),
    });
    expect(events.map((event) => event.type)).toEqual(['view', 'order', 'cart']);
    expect(events[0]?.ts).toBe(importedAt);
    expect(rejected).toMatchObject([
      { line: 4, reason: expect.stringMatching(/^type: expected one of .* got "hum"$/) },
    ]);
  });

  it('rejects labels that the API would not take', async () => {
    const { rejected } = await readFiles(gorse, {
      'items.jsonl': lines(
        { ItemId: '1', Labels: { constructor: 'x' } },
        { ItemId: '2', Labels: ['x'.repeat(101)] },
        { ItemId: '3', Labels: { note: 'x'.repeat(2_001) } },
      ),
    });
    expect(rejected.map((row) => row.reason.slice(0, 9))).toEqual([
      'Labels.co',
      'Labels: e',
      'Labels.no',
    ]);
  });

  it('tells files by their names where their first line says nothing', async () => {
    const { rejected } = await readFiles(gorse, {
      'my-users.jsonl': 'x',
      'my-items.jsonl': 'x',
      'my-feedback.jsonl': 'x',
    });
    expect(rejected).toHaveLength(3);
    await expect(readFiles(gorse, { 'a.jsonl': 'x' })).rejects.toThrow(/gorse knows/);
  });
});

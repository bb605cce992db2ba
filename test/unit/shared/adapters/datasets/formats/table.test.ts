import { describe, expect, it } from 'vitest';
import { csv, mercari, ndjson } from '../../../../../../shared/adapters/datasets/formats/table.js';
import { importedAt, readFiles, readFolder } from '../../../../../support/datasets.js';

const at = '2026-01-02T03:04:05Z';

describe('csv', () => {
  it('reads events by columns that go by their usual names', async () => {
    const { events, about, rejected } = await readFolder(csv, {
      'events.csv': `User ID,item_id,Event Type,timestamp,Quantity,title,category,price\nu1,i1,cart,${at},2,"Mug, ""blue""",Kitchen|Mugs,9.5\n`,
      'ignored.txt': 'x',
    });
    expect(rejected).toEqual([]);
    expect(events).toMatchObject([
      { userId: 'u1', itemId: 'i1', type: 'cart', value: 2, ts: Date.parse(at) },
    ]);
    expect(about).toMatchObject([
      { name: 'Mug, "blue"', categories: ['Kitchen', 'Mugs'], price: 9.5 },
    ]);
  });

  it('reads events by the columns that it is told', async () => {
    const columns = { user: 'who', item: 'what', time: 'when', type: 'how' };
    const { events } = await readFiles(
      csv,
      { 'log.csv': 'when;who;what;how\n1767323045;ann;mug;like\n' },
      { columns },
    );
    expect(events).toMatchObject([
      { userId: 'ann', itemId: 'mug', type: 'like', ts: 1_767_323_045_000 },
    ]);
  });

  it('reads items where nobody acts', async () => {
    const { items } = await readFiles(
      csv,
      {
        'shop.csv': `id\tproductDisplayName\tmasterCategory\tbrand\tcurrency\tdescription\timage\ttags\tdate\n15970\tBlue Shirt\tApparel\tTurtle\tEUR\tSoft\t/15970.jpg\tblue|soft|\t${at}\n1\tHat\t\t\t\t\t\t\t\n`,
      },
      { columns: { categories: 'masterCategory' } },
    );
    expect(items).toMatchObject([
      {
        id: '15970',
        name: 'Blue Shirt',
        categories: ['Apparel'],
        tags: ['blue', 'soft'],
        seller: 'Turtle',
        currency: 'EUR',
        description: 'Soft',
        imageUrl: '/15970.jpg',
        createdAt: Date.parse(at),
      },
      { id: '1', name: 'Hat', categories: [], createdAt: importedAt },
    ]);
  });

  it('reads quoted fields over several lines, CRLF and a byte order mark', async () => {
    const content = `\uFEFFitem,name,description\r\n1,"Two\r\nlines",plain\r\n2,Hat,"a\nb\nc"\r\n`;
    const { items, rejected } = await readFiles(csv, { 'a.csv': content });
    expect(items).toMatchObject([{ id: '2', description: 'a\nb\nc' }]);
    expect(rejected).toMatchObject([
      { line: 2, reason: expect.stringMatching(/name: expected .* in one line/) },
    ]);
  });

  it('loses only the row of a quote that is never closed', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `${index},Hat ${index}\n`);
    rows[40] = '40,"Hat\n';
    const { items, rejected } = await readFiles(csv, { 'a.csv': `id,name\n${rows.join('')}` });
    expect(items).toHaveLength(299);
    expect(rejected).toMatchObject([
      { line: 42, reason: 'a quote is opened and not closed', row: '40,"Hat' },
    ]);
  });

  it('rejects rows of another width, stray quotes and bad values, and reads on', async () => {
    const rows = [
      'a,b',
      'a,b"c,d"e,f',
      'm1,Mug,-1,EUR',
      'm2,Mug,1,euro',
      `m3,${'x'.repeat(501)},1,EUR`,
      'm4,Mug,1,EUR',
    ];
    const { items, rejected } = await readFiles(csv, {
      'a.csv': `id,name,price,currency\n${rows.join('\n')}`,
    });
    expect(items.map((item) => item.id)).toEqual(['m4']);
    expect(rejected.map((row) => row.reason)).toEqual([
      'row: expected 4 columns, not 2, got "a,b"',
      expect.stringMatching(/^expected CSV: Invalid Opening Quote/),
      'price: expected a price from 0, got "-1"',
      'currency: expected three capital letters, got "euro"',
      expect.stringMatching(/^name: expected 1 to 500 characters in one line, got "xxx.*…$/),
    ]);
  });

  it('rejects addresses that the API would not take', async () => {
    const content =
      'id,name,url,image\n1,Mug,javascript:alert(1),\n2,Mug,https://a.test/b,/c.png\n';
    const { items, rejected } = await readFiles(csv, { 'a.csv': content });
    expect(items).toMatchObject([{ url: 'https://a.test/b', imageUrl: '/c.png' }]);
    expect(rejected.map((row) => row.reason)).toEqual([
      'url: expected an http(s) address or a path that begins with /, got "javascript:alert(1)"',
    ]);
  });

  it.each([
    ['', {}, /empty; expected a header line/],
    ['a,b\n', {}, /no column for item or name; say which with --columns item=NAME/],
    ['user,item\n', {}, /no column for time/],
    ['user,item,time\n', {}, /no column for type; say which with --columns type=NAME, or --type/],
    ['user,item\n', { columns: { item: 'sku' } }, /no column "sku"; the file has "user", "item"/],
    ['user,item\n', { columns: { colour: 'item' } }, /no field "colour"; expected user, session/],
  ])('says what is wrong with the header %j', async (content, options, message) => {
    await expect(readFiles(csv, { 'a.csv': content }, options)).rejects.toThrow(message);
  });

  it('gives events the type that they lack', async () => {
    const { events } = await readFiles(
      csv,
      { 'a.csv': `session,item,time\ns,i,${at}\n` },
      { defaultType: 'order' },
    );
    expect(events).toMatchObject([{ sessionId: 's', type: 'order' }]);
  });
});

describe('ndjson', () => {
  it('reads events and items by their fields, numbers and lists among them', async () => {
    const event = { uid: 7, sku: 9, event: 'view', ts: 1_767_323_045_123, session: null };
    const item = { id: 9, name: 'Mug', categories: ['Mugs'], price: 3 };
    const { events, items } = await readFolder(ndjson, {
      'a.ndjson': `${JSON.stringify(event)}\n`,
      'b.jsonl': `${JSON.stringify(item)}\n`,
    });
    expect(events).toMatchObject([{ userId: '7', itemId: '9', ts: 1_767_323_045_123 }]);
    expect(items).toMatchObject([{ id: '9', name: 'Mug', categories: ['Mugs'], price: 3 }]);
  });

  it('rejects lines that are not JSON, lists and fields of the wrong type', async () => {
    const rows = [
      '{"id":"1","name":"Mug","categories":["a"],"description":"","price":1}',
      '{"id":"2","name":5}',
      '{"id":"3","name":"Mug","categories":[7]}',
      '{"id":"4","name":"Mug","description":7}',
      `{"id":"5","name":"Mug","categories":${JSON.stringify(Array.from({ length: 51 }, () => 'x'))}}`,
      '[]',
      '{',
      '{"__proto__":{"id":"x"},"name":"Mug","id":"6"}',
    ];
    const { items, rejected } = await readFiles(ndjson, { 'a.ndjson': rows.join('\n') });
    expect(items.map((item) => item.id)).toEqual(['1', '6']);
    expect(rejected.map((row) => row.line)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('reads rows that leave fields out, and never takes an event without an actor for an item', async () => {
    const rows = [
      { session: 's', item: 'a', type: 'view', time: 1 },
      { user: 'u', item: 'b', type: 'view', time: 2, value: 3 },
      { id: 'e3', item: 'c', type: 'view', time: 3 },
    ];
    const { events, items, rejected } = await readFiles(ndjson, {
      'a.ndjson': rows.map((row) => JSON.stringify(row)).join('\n'),
    });
    expect(events).toMatchObject([{ sessionId: 's' }, { userId: 'u', value: 3 }]);
    expect(items).toEqual([]);
    expect(rejected).toMatchObject([
      { line: 3, reason: 'expected a user or a session, got neither' },
    ]);
  });

  it('reads the columns that it is told, of the first row at least', async () => {
    const columns = { user: 'who', item: 'what', value: 'stars' };
    const { events } = await readFiles(
      ndjson,
      {
        'a.ndjson':
          '{"who":"ann","what":"m","type":"like","ts":5,"stars":4}\n{"who":"bob","what":"n","type":"like","ts":6}\n',
      },
      { columns },
    );
    expect(events).toMatchObject([
      { userId: 'ann', value: 4 },
      { userId: 'bob', itemId: 'n' },
    ]);
  });

  it('says that an empty file names no fields', async () => {
    await expect(readFiles(ndjson, { 'a.ndjson': '' })).rejects.toThrow(/no column for item/);
  });

  it('says which columns there are to choose from', async () => {
    const columns = { item: 'sku' };
    await expect(readFiles(ndjson, { 'a.ndjson': '' }, { columns })).rejects.toThrow(
      /no column "sku"; the file has none/,
    );
  });
});

describe('mercari', () => {
  const header = 'user_id,session_id,name,event,time';

  it('makes one product of names that differ in case, spaces and signs only', async () => {
    const { events, about } = await readFolder(mercari, {
      'log.csv': `${header}\nu,s,"Sony  WH-1000",item_view,${at}\nu,s,sony wh 1000!,buy_comp,${at}\n`,
    });
    expect(events.map((event) => event.itemId)).toEqual(['sony-wh-1000', 'sony-wh-1000']);
    expect(events.map((event) => event.type)).toEqual(['item_view', 'buy_comp']);
    expect(about[0]).toMatchObject({ name: 'Sony  WH-1000' });
  });

  it('does with either user or session, and leaves a listing its name', async () => {
    const { events } = await readFiles(mercari, {
      'log.tsv': `sequence_id\titem_id\tname\tevent_id\tstime\n5\t99\tMug\titem_like\t2023-05-01 10:00:00.000\n`,
    });
    expect(events).toMatchObject([
      { sessionId: '5', itemId: 'mug', type: 'item_like', ts: Date.UTC(2023, 4, 1, 10) },
    ]);
  });

  it('says which header it needs', async () => {
    await expect(readFiles(mercari, { 'a.csv': 'user_id,name\n' })).rejects.toThrow(
      /header: expected a header with user_id, session_id .* got "user_id,name"/,
    );
  });

  it('takes no columns, for it has its own', async () => {
    const options = { columns: { item: 'name' } };
    await expect(readFiles(mercari, { 'a.csv': header }, options)).rejects.toThrow(
      '--columns means nothing to format mercari',
    );
    await expect(readFiles(mercari, { 'a.csv': header }, { defaultType: 'view' })).rejects.toThrow(
      '--type means nothing to format mercari: its rows say their type',
    );
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileModelShelf } from '../../../../../shared/adapters/hub/model-shelf.js';
import type { ModelShelf } from '../../../../../shared/ports/model-shelf.js';
import { encoderModel } from '../../../../support/encoders/encoder-model.js';
import { FileHub } from '../../../../support/file-hub.js';

let folder: string;
let hub: FileHub;
let shelf: ModelShelf;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelf-'));
  hub = new FileHub();
  hub.files.set('config.json', Buffer.from('{}'));
  hub.files.set('onnx/model.onnx', Buffer.alloc(100_000, 'weights'));
  shelf = fileModelShelf({ folder, hub: await hub.open(), known: [hub.model()] });
});
afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

const quietly = () => undefined;
const inFolder = (path: string) => join(folder, 'tiny', '1', path);

describe('A model that is fetched', () => {
  it('lies in a folder of its name and version, file by file', async () => {
    const model = hub.model();
    const reports: (readonly [number, number])[] = [];
    expect(await shelf.fetch(model, (done, total) => reports.push([done, total]))).toBe(true);
    expect(await shelf.locate(model)).toBe(inFolder('').replace(/\/$/, ''));
    expect(await readFile(inFolder('onnx/model.onnx'))).toEqual(hub.files.get('onnx/model.onnx'));
    expect(await readdir(inFolder('onnx'))).toEqual(['model.onnx']);
    expect(reports.at(-1)).toEqual([100_002, 100_002]);
    expect(reports.every(([done], at) => done >= (reports[at - 1]?.[0] ?? 0))).toBe(true);
  });

  it('is not fetched again', async () => {
    await shelf.fetch(hub.model(), quietly);
    const asked = hub.requests.length;
    expect(await shelf.fetch(hub.model(), quietly)).toBe(false);
    expect(hub.requests).toHaveLength(asked);
  });

  it('is completed where a file is missing or has been changed', async () => {
    await shelf.fetch(hub.model(), quietly);
    await writeFile(inFolder('config.json'), '[]');
    expect(await shelf.fetch(hub.model(), quietly)).toBe(true);
    expect(await readFile(inFolder('config.json'), 'utf8')).toBe('{}');
    expect(hub.requests.slice(2)).toEqual(['config.json']);
  });
});

describe('A download that breaks off', () => {
  it('says so, and goes on from there', async () => {
    await shelf.fetch(hub.model(), quietly);
    await rm(inFolder('onnx/model.onnx'));
    hub.haltsAfter = 40_000;
    const breakOff = (done: number) => {
      if (done === 40_002) hub.breakOff();
    };
    await expect(shelf.fetch(hub.model(), breakOff)).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('could not be fetched') },
    });
    expect(await shelf.fetch(hub.model(), quietly)).toBe(true);
    expect(hub.requests.at(-1)).toBe('onnx/model.onnx bytes=40000-');
    expect(await readFile(inFolder('onnx/model.onnx'))).toEqual(hub.files.get('onnx/model.onnx'));
  });

  it('begins anew where the hub knows no ranges, and where too much has come in', async () => {
    await mkdir(inFolder('onnx'), { recursive: true });
    await writeFile(inFolder('onnx/model.onnx.part'), Buffer.alloc(60_000, 'nonsense'));
    hub.ignoresRanges = true;
    await shelf.fetch(hub.model(), quietly);
    await writeFile(inFolder('config.json'), '[]');
    await writeFile(inFolder('config.json.part'), 'far too much');
    await shelf.fetch(hub.model(), quietly);
    expect(await shelf.locate(hub.model())).toContain('tiny');
  });

  it('takes what was whole already without asking again', async () => {
    await mkdir(inFolder('onnx'), { recursive: true });
    await writeFile(inFolder('onnx/model.onnx.part'), hub.files.get('onnx/model.onnx') ?? '');
    await shelf.fetch(hub.model(), quietly);
    expect(hub.requests).toEqual(['config.json']);
  });

  it.each([undefined, 40_000])(
    'is stopped by its signal and goes on later, halted at %s',
    async (at) => {
      hub.haltsAfter = at;
      const stopping = new AbortController();
      const reason = new Error('stopped');
      const stop = (done: number) => {
        if (done > 10) stopping.abort(reason);
      };
      hub.files.delete('config.json');
      await expect(shelf.fetch(hub.model(), stop, stopping.signal)).rejects.toBe(reason);
      await expect(shelf.fetch(hub.model(), quietly, AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
      hub.breakOff();
      expect(await shelf.fetch(hub.model(), quietly)).toBe(true);
    },
  );
});

describe('A hub', () => {
  it('that has other content is not believed', async () => {
    const model = hub.model();
    hub.files.set('config.json', Buffer.from('[]'));
    await expect(shelf.fetch(model, quietly)).rejects.toMatchObject({
      ...{
        code: 'conflict',
        message: expect.stringMatching(/config\.json: expected SHA-256 44136f/),
      },
    });
    expect(await readdir(inFolder(''))).toEqual([]);
  });

  it('that sends more than there should be is cut off', async () => {
    const model = hub.model();
    hub.files.set('config.json', Buffer.alloc(1_000_000));
    await expect(shelf.fetch(model, quietly)).rejects.toMatchObject({
      ...{ code: 'conflict', message: expect.stringContaining('more than the 2 bytes expected') },
    });
  });

  it('that sends less is told so', async () => {
    const model = hub.model();
    hub.files.set('onnx/model.onnx', Buffer.alloc(10));
    await expect(shelf.fetch(model, quietly)).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('after 10 of 100000 bytes') },
    });
  });

  it.each([404, 416, 503])('that answers %i is named with its answer', async (status) => {
    hub.status = status;
    await expect(shelf.fetch(hub.model(), quietly)).rejects.toMatchObject({
      ...{
        code: 'unavailable',
        message: `${hub.address}/some/model/resolve/${'0'.repeat(40)}/config.json answered ${status}`,
      },
    });
  });

  it('that cannot be reached is named', async () => {
    const away = fileModelShelf({ folder, hub: 'http://127.0.0.1:9', known: [] });
    await expect(away.fetch(hub.model(), quietly)).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('http://127.0.0.1:9/some/model') },
    });
  });
});

describe('A model that is to be loaded', () => {
  it('is refused where a file is missing, with what brings it in', async () => {
    await expect(shelf.locate(hub.model())).rejects.toMatchObject({
      code: 'unavailable',
      message: 'config.json is missing; npm run models:fetch -- tiny brings it in',
    });
  });

  it.each([
    ['onnx/model.onnx', Buffer.alloc(7), 'has 7 bytes instead of 100000'],
    ['config.json', Buffer.from('[]'), 'has another SHA-256'],
  ])('is refused where %s is not what the manifest says', async (path, content, message) => {
    await shelf.fetch(hub.model(), quietly);
    await writeFile(inFolder(path), content);
    await expect(shelf.locate(hub.model())).rejects.toThrow(`${path} ${message}`);
  });
});

describe('The shelf', () => {
  it('knows the models of the product, and those of its own manifest before them', async () => {
    expect(await shelf.models()).toEqual([hub.model()]);
    const own = encoderModel({ version: '2', files: hub.model().files });
    const other = encoderModel({ name: 'other', files: own.files });
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ models: [own, other] }));
    expect(await shelf.models()).toEqual([own, other]);
  });

  it('names the manifest that it cannot read', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"models": [{"name": "x"}]}');
    await expect(shelf.models()).rejects.toMatchObject({
      ...{ code: 'invalid', message: expect.stringContaining(join(folder, 'manifest.json')) },
    });
  });
});

import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../../../shared/domain/errors.js';
import {
  openSyncHouse,
  product,
  type SyncHouse,
  versionOf,
} from '../../../../support/sync-house.js';
import { serve, stopServers } from '../../../../support/web.js';

let house: SyncHouse;
beforeEach(() => {
  house = openSyncHouse();
});
afterEach(() => house.close());

const drawn = (id: string) =>
  product(id, {
    categories: ['Mugs'],
    attributes: { colour: 'Teal' },
    imageUrl: `/api/pictures/${id}`,
  });
const mugs = (count: number) =>
  Array.from({ length: count }, (_, at) => drawn(`mug ${String(at).padStart(3, '0')}`));

/** Stops a run when the text encoder is asked for the batch of that number, the first being 1. */
function stopAtBatch(number: number): AbortSignal {
  const controller = new AbortController();
  let batches = 0;
  house.text.before = async () => {
    batches += 1;
    if (batches === number) controller.abort(new Error('stopped'));
  };
  return controller.signal;
}

describe('A sync that is stopped', () => {
  test('ends within its batch with the reason, and writes nothing of that batch', async () => {
    await house.put(...mugs(12));
    await expect(house.sync({ signal: stopAtBatch(2) })).rejects.toThrow('stopped');
    expect(await house.idsIn(house.text.encoder.space)).toHaveLength(4);
    expect(await house.vectors.active('text')).toBeUndefined();
  });

  test('goes on in the next attempt where it was, and counts both', async () => {
    await house.put(...mugs(12));
    const task = house.task('one');
    await expect(house.sync({ task, signal: stopAtBatch(3) })).rejects.toThrow('stopped');
    expect(await house.sync({ task })).toMatchObject({ read: 12, encoded: 12, unchanged: 0 });
    // The tiny encoder refuses what is stopped only after it was counted.
    expect(house.text.rows).toBe(12 + 4);
    expect(house.image.rows).toBe(12);
  });

  test('is begun anew by another task, which finds what was made', async () => {
    await house.put(...mugs(12));
    await expect(house.sync({ signal: stopAtBatch(3) })).rejects.toThrow('stopped');
    expect(await house.sync()).toMatchObject({ read: 12, encoded: 4, unchanged: 8 });
  });

  test('while pictures are encoded, does not write them', async () => {
    const controller = new AbortController();
    house.image.before = async () => controller.abort(new Error('stopped'));
    await house.put(...mugs(2));
    await expect(house.sync({ signal: controller.signal })).rejects.toThrow('stopped');
    expect(await house.idsIn(house.image.encoder.space)).toEqual([]);
  });

  test('while it waits for a picture, does not wait any longer', async () => {
    const controller = new AbortController();
    const stop = () => controller.abort(new Error('stopped'));
    // A server that never answers.
    const port = await serve(stop);
    const slow = openSyncHouse({ picturePort: port });
    onTestFinished(() => {
      slow.close();
      stopServers();
    });
    await slow.put(product('a', { imageUrl: `http://shop.test:${port}/a.png` }));
    await expect(slow.sync({ signal: controller.signal })).rejects.toThrow('stopped');
  });

  test('because another worker has its task, writes nothing more', async () => {
    await house.put(...mugs(4));
    let confirmed = 0;
    const confirm = async () => {
      confirmed += 1;
      if (confirmed === 2) throw new Error('another worker has taken it');
    };
    await expect(house.sync({ confirm })).rejects.toThrow('another worker');
    expect(await house.idsIn(house.text.encoder.space)).toHaveLength(4);
    expect(await house.idsIn(house.image.encoder.space)).toHaveLength(0);
  });
});

describe('An encoder', () => {
  test('that has too much to do is asked again after a while', async () => {
    await house.put(...mugs(1));
    let refusals = 3;
    house.text.before = async () => {
      if (refusals > 0) {
        refusals -= 1;
        throw new AppError('overloaded', 'too many texts wait');
      }
    };
    expect(await house.sync()).toMatchObject({ encoded: 1, failed: 0 });
    expect(house.pauses).toEqual([1_000, 1_000, 1_000]);
  });

  test('that fails ends the attempt', async () => {
    await house.put(...mugs(1));
    house.text.before = async () => {
      throw new AppError('unavailable', 'the encoder died');
    };
    await expect(house.sync()).rejects.toThrow('the encoder died');
  });

  test('that gives too few vectors ends the attempt', async () => {
    await house.put(...mugs(2));
    const { encoder } = house.text;
    const encode = async () => ({ vectors: new Float32Array(7), truncated: [] });
    const makers = house.makersOf({
      text: { ...encoder, encode },
      image: house.image.encoder,
    });
    await expect(house.sync({}, { makers })).rejects.toThrow(
      /^the text encoder gave 7 values for 2 vectors of \d+$/,
    );
  });
});

describe('A model that has changed', () => {
  /** The same encoders, that of pictures in its second version. */
  const changed = () =>
    house.makersOf({ text: house.text.encoder, image: versionOf(house.image.encoder, '2') });
  const older = () => house.image.encoder.space;
  const newer = () => ({ ...older(), version: '2' });

  test('has all its vectors made in a space beside the old one, which is dropped then', async () => {
    await house.put(...mugs(6));
    await house.sync();
    const texts = house.text.rows;
    expect(await house.sync({}, { makers: changed() })).toMatchObject({ encoded: 6 });
    expect(house.text.rows).toBe(texts);
    expect(await house.vectors.active('image')).toEqual(newer());
    const kept = (await house.vectors.spaces()).map(({ space }) => space);
    expect(kept).toEqual([house.text.encoder.space, newer()]);
  });

  test('serves only once it is complete, whatever stops it on the way', async () => {
    await house.put(...mugs(6));
    await house.sync();
    const task = house.task('change');
    let batches = 0;
    const controller = new AbortController();
    house.image.before = async () => {
      batches += 1;
      if (batches === 2) controller.abort(new Error('stopped'));
    };
    const run = { task, signal: controller.signal };
    await expect(house.sync(run, { makers: changed() })).rejects.toThrow('stopped');
    expect(await house.vectors.active('image')).toEqual(older());
    expect(await house.idsIn(older())).toHaveLength(6);
    expect(await house.idsIn(newer())).toHaveLength(4);

    await house.sync({ task }, { makers: changed() });
    expect(await house.vectors.active('image')).toEqual(newer());
    expect(await house.idsIn(newer())).toHaveLength(6);
  });

  test('in the midst of a sync mixes nothing: the attempt ends, and the next one begins anew', async () => {
    await house.put(...mugs(6));
    await house.sync();
    let space = older();
    const swapping = {
      ...house.image.encoder,
      get space() {
        return space;
      },
    };
    const makers = house.makersOf({ text: house.text.encoder, image: swapping });
    house.image.before = async () => {
      space = newer();
    };
    await house.put(...mugs(6).map((mug) => ({ ...mug, attributes: { colour: 'Red' } })));
    const facts = await house.vectors.list(older(), 10);
    const task = house.task('swap');
    await expect(house.sync({ task }, { makers })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the model changed from tiny-image@1/12 to tiny-image@2/12 on the way',
    });
    expect(await house.vectors.list(older(), 10)).toEqual(facts);
    expect(await house.sync({ task }, { makers })).toMatchObject({ read: 6, encoded: 6 });
    expect(await house.idsIn(newer())).toHaveLength(6);
  });

  test('and back before it was complete leaves nothing of the attempt behind', async () => {
    await house.put(...mugs(6));
    await house.sync();
    const controller = new AbortController();
    let batches = 0;
    house.image.before = async () => {
      batches += 1;
      if (batches === 2) controller.abort(new Error('stopped'));
    };
    const run = { signal: controller.signal };
    await expect(house.sync(run, { makers: changed() })).rejects.toThrow('stopped');
    expect(await house.sync()).toMatchObject({ encoded: 0, unchanged: 6 });
    const kept = (await house.vectors.spaces()).map(({ space }) => space);
    expect(kept).toEqual([house.text.encoder.space, older()]);
  });
});

import { expect, test } from 'vitest';
import { createMetrics } from '../../../../models/server/metrics.js';

test('every figure of an encoder is there before anything has happened', async () => {
  const metrics = createMetrics();
  metrics.watch('text', { waiting: () => 3, device: () => ({ device: 'cuda' }) });
  const text = await metrics.text();
  expect(metrics.contentType).toContain('text/plain');
  for (const line of [
    'queue_length{encoder="text"} 3',
    'device{encoder="text",device="cuda"} 1',
    'rejected_total{encoder="text"} 0',
    'skipped_total{encoder="text"} 0',
    'cancelled_total{encoder="text"} 0',
  ]) {
    expect(text).toContain(`\ntastemaker_inference_${line}\n`);
  }
});

test('an encoder that changes its device is shown on one', async () => {
  let device: 'cuda' | 'cpu' = 'cuda';
  const metrics = createMetrics();
  metrics.watch('text', { waiting: () => 0, device: () => ({ device }) });
  await metrics.text();
  device = 'cpu';
  const text = await metrics.text();
  expect(text).toContain('device{encoder="text",device="cpu"} 1');
  expect(text).not.toContain('device="cuda"');
});

test('what happens is counted, and how long it took', async () => {
  const metrics = createMetrics();
  const observer = metrics.watch('image', { waiting: () => 0, device: () => ({ device: 'cpu' }) });
  observer.admitted()();
  observer.began(7)();
  metrics.answered('/v1/embed-image', 200, 0.2);
  const text = await metrics.text();
  for (const line of [
    'wait_seconds_count{encoder="image"} 1',
    'batch_seconds_count{encoder="image"} 1',
    'batch_items_sum{encoder="image"} 7',
    'request_seconds_sum{route="/v1/embed-image",status="200"} 0.2',
  ]) {
    expect(text).toContain(`\ntastemaker_inference_${line}\n`);
  }
});

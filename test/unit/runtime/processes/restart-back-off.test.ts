import { expect, test } from 'vitest';
import { createRestartBackOff } from '../../../../src/runtime/processes/restart-back-off.ts';

test('waits double from 0.1 s to 30 s, so that a broken engine does not keep the machine busy', () => {
  const backOff = createRestartBackOff(() => 0);
  const waits = Array.from({ length: 11 }, () => backOff.nextDelayMs());
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
});

test('an engine that crashes soon after each start still waits longer and longer', () => {
  let time = 0;
  const backOff = createRestartBackOff(() => time);
  const waits = Array.from({ length: 4 }, () => {
    backOff.started();
    time += 29_999;
    return backOff.nextDelayMs();
  });
  expect(waits).toEqual([100, 200, 400, 800]);
});

test('after a sound run the next crash is a first one again', () => {
  let time = 0;
  const backOff = createRestartBackOff(() => time);
  for (let i = 0; i < 5; i++) backOff.nextDelayMs();
  backOff.started();
  time += 30_000;
  expect(backOff.nextDelayMs()).toBe(100);
  expect(backOff.nextDelayMs()).toBe(200);
});

import { expect, test } from 'vitest';
import { staleAgeMs } from '../../../src/renderer/stores/quote-age.ts';

const MINUTE = 60_000;

test.each([
  { ageMs: 24 * MINUTE, isRunning: true, sinceReceivedMs: 80, shown: null },
  // The night between two days of a running replay.
  { ageMs: 65 * 60 * MINUTE, isRunning: true, sinceReceivedMs: 200, shown: null },
  { ageMs: 24 * MINUTE, isRunning: true, sinceReceivedMs: 1_500, shown: 24 * MINUTE },
  { ageMs: 24 * MINUTE, isRunning: false, sinceReceivedMs: 80, shown: 24 * MINUTE },
  { ageMs: 5 * MINUTE, isRunning: false, sinceReceivedMs: 9_000, shown: null },
])('a price $ageMs ms old that came $sinceReceivedMs ms ago, running $isRunning', ({ shown, ...quote }) => {
  expect(staleAgeMs(quote)).toBe(shown);
});

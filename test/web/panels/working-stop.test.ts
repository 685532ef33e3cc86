import { expect, test } from 'vitest';
import { workingStop } from '../../../src/renderer/panels/positions/working-stop.ts';

const stop = { symbol: 'GOOG', side: 'sell', type: 'stop', status: 'working', stopPrice: '90' } as const;
const long = { symbol: 'GOOG', quantity: '10' };

// Catches a position shown without the stop that protects it, or with one that does not.
test('the stop of a position is the nearest order at work that closes it', () => {
  expect(workingStop(long, [stop, { ...stop, type: 'trailing-stop', stopPrice: '95' }])).toBe(95);
  expect(workingStop(long, [{ ...stop, status: 'held' }])).toBeNull();
  expect(workingStop(long, [{ ...stop, status: 'cancelled' }])).toBeNull();
  expect(workingStop(long, [{ ...stop, side: 'buy' }])).toBeNull();
  expect(workingStop(long, [{ ...stop, type: 'market-if-touched' }])).toBeNull();
  expect(workingStop({ ...long, quantity: '-10' }, [{ ...stop, side: 'buy', stopPrice: '110' }])).toBe(110);
});

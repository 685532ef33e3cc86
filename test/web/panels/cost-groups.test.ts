import { expect, test } from 'vitest';
import type { ExecutionCost } from '#contract/services/execution-costs';
import { costRows } from '../../../src/renderer/panels/costs/cost-groups.ts';
import { slippageBins } from '../../../src/renderer/panels/costs/slippage-bins.ts';

const cost = (id: string, change: Partial<ExecutionCost>): ExecutionCost => ({
  id,
  isAlgorithm: false,
  account: 'paper',
  symbol: 'ACME',
  side: 'buy',
  origin: 'person',
  status: 'filled',
  quantity: '10',
  filledQuantity: '10',
  averagePrice: '100',
  decisionTime: 0,
  endTime: 1,
  fills: 1,
  arrival: null,
  arrivalSlippageBps: null,
  interval: null,
  vwapSlippageBps: null,
  shortfall: null,
  effectiveSpreadBps: null,
  quotedSpreadBps: null,
  makerShare: null,
  ...change,
});

test('slippage of a group is weighted by what was traded, and leaves out what was never measured', () => {
  // 1,000 at +10 bp and 3,000 at −2 bp: (10 × 1,000 − 2 × 3,000) / 4,000 = +1 bp
  const rows = costRows(
    [
      cost('a', { arrivalSlippageBps: 10 }),
      cost('b', { filledQuantity: '30', arrivalSlippageBps: -2 }),
      cost('c', { filledQuantity: '500' }),
      cost('d', { filledQuantity: '0', averagePrice: '0', arrivalSlippageBps: 900 }),
    ],
    'symbol',
  );
  expect(rows).toMatchObject([{ name: 'ACME', orders: 4, value: 54_000, arrivalBps: 1, vwapBps: null }]);
});

test('groups come by what was traded, largest first', () => {
  const rows = costRows([cost('a', {}), cost('b', { symbol: 'ZETA', filledQuantity: '90' })], 'symbol');
  expect(rows.map(({ name }) => name)).toEqual(['ZETA', 'ACME']);
});

test('bins lie evenly around zero and keep what lies outside their reach', () => {
  const values = [...Array.from({ length: 38 }, () => -4), 4, 900];
  const bins = slippageBins(values, 11);
  expect(bins).toMatchObject({ reach: 5, better: 38, worse: 2, median: -4 });
  expect(bins?.counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(bins?.counts.at(-1)).toBe(1);
  expect(slippageBins([], 11)).toBeNull();
  expect(slippageBins([0, 0], 11)?.counts[5]).toBe(2);
});

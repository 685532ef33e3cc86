import { expect, test } from 'vitest';
import type { AlertView } from '#contract/services/alerts';
import { alertText, distanceText } from '../../../src/renderer/panels/alerts/alert-text.ts';

const alert = (condition: Partial<AlertView['condition']>, currentValue: number | null): AlertView => ({
  id: 'a',
  condition: { symbol: 'GOOG', measure: 'price', operator: 'crosses-above', threshold: 800, ...condition },
  state: 'active',
  createdTime: 0,
  triggeredTime: null,
  triggeredBy: null,
  currentValue,
});

test('the distance of a price is a share of the price, of an index its points', () => {
  expect(distanceText(alert({}, 784), 2)).toBe('2.0 % away');
  expect(distanceText(alert({ measure: 'rsi', threshold: 30 }, 45.5), 2)).toBe('15.5 points away');
  expect(distanceText(alert({}, null), 2)).toBe('no value yet');
});

test('a condition reads as a sentence in its own unit', () => {
  expect(alertText(alert({}, 1).condition, 2)).toBe('crosses above 800.00');
  expect(
    alertText(alert({ measure: 'change-pct', operator: 'crosses-below', threshold: -2 }, 1).condition, 2),
  ).toBe('change crosses below −2.00 %');
});

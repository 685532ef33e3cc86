import { expect, test } from 'vitest';
import { newDraft, problemsOf, withRows, withRule } from '../../../src/renderer/panels/alerts/alert-draft.ts';
import { alertDistance, distanceText } from '../../../src/renderer/panels/alerts/alert-text.ts';

const reading = (text: string, value: number | null, threshold: number | null) => ({
  text,
  value,
  threshold,
});

test('the distance of a price is a share of the price, of anything else its points', () => {
  expect(distanceText(reading('price crosses-above 800', 784, 800))).toBe('2.0 %');
  expect(distanceText(reading('price@SPX crosses-above 800', 784, 800))).toBe('2.0 %');
  expect(distanceText(reading('rsi(14,1d) crosses-below 30', 45.5, 30))).toBe('15.5');
  expect(distanceText(reading('price crosses 1', null, 1))).toBe('–');
  expect(distanceText(reading('time at 09:35 UTC', 0, Date.UTC(2012, 2, 5, 14, 35)))).toBe('at 03-05 09:35');
});

test('an alert is as far as its first condition that does not hold', () => {
  const held = reading('rsi(14,1d) is-above 70', 75, 70);
  expect(alertDistance({ conditions: [held, reading('price crosses 110', 100, 110)] })).toBe('10.0 %');
});

test('text and lines of a draft follow one another', () => {
  const draft = newDraft('AAPL', 'price > 1 and rsi < 30');
  expect(draft.rows).toEqual([
    { measure: 'price', operator: 'is-above', value: '1' },
    { measure: 'rsi(14,1d)', operator: 'is-below', value: '30' },
  ]);
  expect(withRows(draft, draft.rows ?? [], 'or').rule).toBe('price is-above 1 or rsi(14,1d) is-below 30');
  const half = withRule(draft, 'price > 1 and rsi <');
  expect(half.rows).toEqual(draft.rows);
  expect(problemsOf(half).rule).toMatch('column 20: expected a number');
  expect(withRule(draft, 'price > 1 and (rsi < 3 or bid > 2)').rows).toBeNull();
  expect(problemsOf({ ...draft, expires: 'soon', frequency: 'twice' })).toMatchObject({
    expires: expect.stringContaining('"soon" is no date'),
    frequency: expect.stringContaining('unknown frequency "twice"'),
  });
});

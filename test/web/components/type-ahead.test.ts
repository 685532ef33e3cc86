import { expect, test } from 'vitest';
import { typedChoice } from '../../../src/renderer/components/type-ahead.ts';

const choices = ['Market', 'Limit', 'Stop', 'Stop limit', 'Market if touched', 'Limit if touched'].map(
  (text) => ({
    text,
  }),
);
const typed = (text: string, current = 0) => choices[typedChoice(choices, text, current)]?.text;

// Catches `Market` typed on a stop that becomes `Market if touched`, the next one below it.
test.each([
  ['market', 2, 'Market'],
  ['limit', 1, 'Limit'],
  ['stop', 3, 'Stop'],
  ['stop l', 0, 'Stop limit'],
  ['market i', 0, 'Market if touched'],
  ['mm', 0, 'Market if touched'],
  ['mm', 4, 'Market'],
])('%j typed at %d means %s', (text, current, wanted) => expect(typed(text, current)).toBe(wanted));

test('what begins none, or one that is greyed, means none', () => {
  expect(typed('x')).toBeUndefined();
  expect(typedChoice([{ text: 'Stop', isDisabled: true }], 's', 0)).toBe(-1);
});

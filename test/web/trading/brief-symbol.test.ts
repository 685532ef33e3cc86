import { expect, test } from 'vitest';
import { briefSymbol } from '../../../src/renderer/trading/brief-symbol.ts';

// Catches options and combinations that cannot be told apart once a narrow column cuts them off.
test.each([
  ['SIM:ACME', 'SIM:ACME'],
  ['AAPL261218C00600000', 'AAPL 600C 18 Dec 2026'],
  ['AAPL261218P00152500', 'AAPL 152.5P 18 Dec 2026'],
  ['+AAPL261218C00600000-AAPL261218C00620000', 'AAPL +600C −620C 18 Dec 2026'],
  ['+AAPL261218C00600000-AAPL270115C00600000', 'AAPL +600C 18 Dec 2026 −600C 15 Jan 2027'],
])('%s is %s', (symbol, brief) => {
  expect(briefSymbol(symbol)).toBe(brief);
});

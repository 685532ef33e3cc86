import { describe, expect, it } from 'vitest';
import { TRADING_MENU } from '#contract/desktop-menu';
import { COMMANDS } from '../../../src/renderer/app/commands.ts';
import { choosable } from '../../../src/renderer/app/desktop-menu.ts';

const active = { tradingState: 'active', openOrders: 0 } as const;
const halted = { tradingState: 'halted', openOrders: 0 } as const;

describe('the desktop menu of the kill switch', () => {
  // Would catch: an entry that names a command which is not there, and does nothing when it is needed.
  it('has commands of the page alone', () => {
    const ids = COMMANDS.map(({ id }) => id);
    for (const { id } of TRADING_MENU) expect(ids).toContain(id);
  });

  it.each([
    ['without the engine', [active], false, []],
    ['without an account', [], true, []],
    ['of an account that trades', [active], true, ['hold', 'halt', 'reduce-only', 'safety']],
    ['of a halted one', [halted], true, ['reduce-only', 'safety', 'resume']],
    [
      'of a halted one with orders at its venue',
      [{ ...halted, openOrders: 2 }],
      true,
      ['halt', 'reduce-only', 'safety', 'resume'],
    ],
    [
      'of one that only reduces',
      [{ ...active, tradingState: 'reducing' }],
      true,
      ['hold', 'halt', 'safety', 'resume'],
    ],
    [
      'of a halted one beside another',
      [halted, active],
      true,
      ['hold', 'halt', 'reduce-only', 'safety', 'resume'],
    ],
  ] as const)('%s can be chosen what would do something', (_, accounts, isReady, names) => {
    expect(choosable(accounts, isReady)).toEqual(names.map((name) => `trading.${name}`));
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isOpenStatus } from '#domain/orders/order-state';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { openExitDesk } from '#test/support/exit-desk';
import { temporaryFolder } from '#test/support/temporary-folder';

type Desk = ReturnType<typeof openExitDesk>;

const SHARES = [
  ['1'],
  ['0.5', '0.5'],
  ['0.33333333', '0.33333333', '0.33333333'],
  ['0.7', '0.2', '0.1'],
  ['0.25', '0.25'],
];
const plans = fc.record({
  shares: fc.constantFrom(...SHARES),
  quantity: fc.integer({ min: 1, max: 40 }),
  moves: fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 9 })), { minLength: 8, maxLength: 24 }),
});

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

function enter(desk: Desk, shares: readonly string[], quantity: number) {
  const targets = shares.map((share, i) => ({ share, distance: String(i + 1) }));
  const ids = desk.enter('buy', String(quantity), '100', { exits: { targets, stop: { distance: '2' } } });
  const exits = Object.entries(ids).flatMap(([name, id]) => (name === 'entry' ? [] : [id]));
  return { ids, exits, targets: exits.filter((id) => id !== ids['stop']) };
}

/** As much of an order as it has left at the venue, `most` at most. */
function trade(desk: Desk, id: string, most: number, price: string): void {
  const order = desk.atVenue.get(id);
  if (!order) return;
  const left = order.quantity - order.filled;
  const wanted = parseDecimal(String(most));
  desk.fill(id, formatDecimal(left < wanted ? left : wanted), price);
}

const leftAtVenue = (desk: Desk, ids: readonly string[]): bigint =>
  sum(ids.map((id) => desk.atVenue.get(id)).map((order) => (order ? order.quantity - order.filled : 0n)));
const filledOf = (desk: Desk, ids: readonly string[]): bigint =>
  sum(ids.map((id) => desk.order(id).filledQuantity));

// Would catch: a position closed twice, left without its stop, or turned over, however fills and changes interleave.
it('exits never come to more than what was entered, and cover it once all is answered', () => {
  const desk = openExitDesk({ folder: temporaryFolder(), isPrompt: false });
  fc.assert(
    fc.property(plans, ({ shares, quantity, moves }) => {
      const { ids, targets } = enter(desk, shares, quantity);
      const entry = ids['entry']!;
      for (const [move, amount] of moves) {
        if (move < 2) trade(desk, entry, amount, '100');
        else if (move < 4) trade(desk, targets[amount % targets.length]!, 1, '105');
        else desk.answer();
        const entered = desk.order(entry).filledQuantity;
        expect(filledOf(desk, targets) + leftAtVenue(desk, targets)).toBeLessThanOrEqual(entered);
      }
      while (desk.waiting.length > 0) desk.answer();
      desk.desk.realign(2_000);
      desk.desk.cancel(entry, 'enough', 2_000);
      while (desk.waiting.length > 0) desk.answer();
      const left = desk.order(entry).filledQuantity - filledOf(desk, targets);
      expect(leftAtVenue(desk, [ids['stop']!])).toBe(left);
      const isWhole = shares.length !== 2 || shares[0] === '0.5';
      const open = targets.filter((id) => isOpenStatus(desk.order(id).status));
      if (isWhole && open.length === targets.length) expect(leftAtVenue(desk, targets)).toBe(left);
    }),
    { numRuns: 12, seed: 7 },
  );
  desk.close();
});

it('a position is left by its exits, never turned over, whichever fill', () => {
  const desk = openExitDesk({ folder: temporaryFolder() });
  fc.assert(
    fc.property(plans, ({ shares, quantity, moves }) => {
      const { ids, exits } = enter(desk, shares, quantity);
      for (const [move, amount] of moves) {
        if (move < 3) trade(desk, ids['entry']!, amount, '100');
        else trade(desk, exits[move % exits.length]!, amount, move % 2 ? '98' : '101');
        const held = desk.order(ids['entry']!).filledQuantity - filledOf(desk, exits);
        expect(held).toBeGreaterThanOrEqual(0n);
        expect(leftAtVenue(desk, [ids['stop']!])).toBe(held);
      }
      desk.desk.cancel(ids['entry']!, 'enough', 2_000);
      desk.journal.commit();
      trade(desk, ids['stop']!, 100, '98');
      expect(exits.some((id) => isOpenStatus(desk.order(id).status))).toBe(false);
    }),
    { numRuns: 12, seed: 7 },
  );
  expect(desk.held()).toBe('0');
  expect(desk.store.account('desk')!.cash).toBe(
    sum([
      parseDecimal('1000000'),
      ...desk.store
        .fills('desk', 100_000)
        .map((fill) => ((fill.side === 'buy' ? -1n : 1n) * fill.quantity * fill.price) / 100_000_000n),
    ]),
  );
  desk.close();
});

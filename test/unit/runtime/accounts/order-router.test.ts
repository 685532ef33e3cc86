import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '#contract/services/trading';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Engine } from '#runtime/engine/create-engine';
import { summarizeRecord } from '#runtime/services/record-summary';
import { openTestEngine } from '#test/support/test-engine';

const START = Date.parse('2024-01-10T12:00:00Z');
const SYMBOL = 'SIM:ACME';

/** `cheap` and `free` charge nothing; `dear` charges a fee a share, and all but `free` slip. */
async function openDesk() {
  const clock = new SimulatedClock(START);
  const engine = await openTestEngine({ clock });
  engine.accounts.restore();
  engine.accounts.openPaper('dear', '1000000', 'USD', { venue: 'us-equities-per-share' });
  engine.accounts.openPaper('cheap', '1000000', 'USD', { venue: 'us-equities' });
  engine.accounts.openPaper('free', '1000', 'USD', { venue: 'frictionless' });
  quote(engine, 99.9, 100.1);
  return { engine, clock };
}

function quote({ accounts, board, clock }: Engine, bid: number, ask: number): void {
  const last = (bid + ask) / 2;
  board.publish(board.slot(SYMBOL), clock.now(), last, bid, ask, 0);
  for (const { account } of accounts.all())
    accounts.requireOpen(account).trading.onTick(SYMBOL, clock.now(), last, bid, ask, 1_000_000);
}

async function send(engine: Engine, clock: SimulatedClock, request: OrderRequest) {
  const answer = engine.router.submit(request);
  answer.catch(() => undefined);
  clock.advance(1);
  return answer;
}

const BUY: OrderRequest = {
  symbol: SYMBOL,
  side: 'buy',
  type: 'market',
  quantity: '100',
  account: 'best',
  nonce: 'one',
};

describe('an order to the best account', () => {
  // Would catch: the cheapest chosen although it has no money for it; slippage left out of what an account costs.
  test('goes to the cheapest that can take it, with every candidate in the journal', async () => {
    const { engine, clock } = await openDesk();
    const order = await send(engine, clock, BUY);
    expect(order.account).toBe('cheap');
    const steps = engine.journal.store.correlated(order.clientOrderId);
    expect(steps.map(({ kind }) => kind).slice(0, 3)).toEqual([
      'OrderRouted',
      'OrderIntended',
      'ComplianceChecked',
    ]);
    // 100 × (half of 0.2, and half of 2 bps of 100) is 11; a fee of 1 more is 12.
    expect(summarizeRecord(steps[0]!)).toMatch(
      /^to cheap: cheap costs 11\.00, which is 1\.00 less than dear \(cheap 11\.00; dear 12\.00; free cannot: /,
    );
  });

  // Would catch: a repeat after a lost answer that is routed anew and becomes a second order at another account.
  test('is one order however often it is asked for, also when another account has become cheaper', async () => {
    const { engine, clock } = await openDesk();
    const [first, second] = [engine.router.submit(BUY), engine.router.submit(BUY)];
    engine.accounts.requireOpen('cheap').trading.setTradingState('halted', 'test');
    const third = engine.router.submit(BUY);
    clock.advance(1);
    await Promise.allSettled([first, second, third]);
    const orders = ['dear', 'cheap', 'free'].flatMap((account) => engine.journal.store.orders(account, 10));
    expect(orders).toHaveLength(1);
    const known = orders[0]!.clientOrderId;
    expect((await engine.router.submit(BUY)).clientOrderId).toBe(known);
  });

  test('that no account can take is refused with why for each, and so it stands in the journal', async () => {
    const { engine, clock } = await openDesk();
    for (const account of ['dear', 'cheap'])
      engine.accounts.requireOpen(account).trading.setTradingState('halted', 'test');
    await expect(send(engine, clock, BUY)).rejects.toThrow(
      /free: .* equity.*cheap: .*halted.*dear: .*halted/,
    );
    const { isAccepted, refusals, route } = engine.router.preview(BUY);
    expect(isAccepted).toBe(false);
    expect(refusals).toHaveLength(3);
    expect(route.account).toBeNull();
    const [routed] = engine.journal.store.read(0, 100).filter(({ kind }) => kind === 'OrderRouted');
    expect(JSON.parse(routed!.payload).route.candidates).toHaveLength(3);
  });

  // Would catch: a sale routed to the cheapest account, which goes short while another keeps the position.
  test('sells what is held where it is held', async () => {
    const { engine, clock } = await openDesk();
    const { trading } = engine.accounts.requireOpen('dear');
    trading.transact(() => trading.orders.submit({ ...BUY, account: 'dear', nonce: 'held' }));
    clock.advance(1_000);
    quote(engine, 99.9, 100.1);
    const { route } = engine.router.preview({ ...BUY, side: 'sell', nonce: 'two' });
    expect(route).toMatchObject({ account: 'dear', reason: 'dear is the only one that can take it' });
    expect(route.candidates.find(({ account }) => account === 'cheap')?.refusals).toEqual([
      'it would open a position here against what dear holds',
    ]);
  });

  test('is never sent to money by itself: an account that trades it has to be named', async () => {
    const { engine } = await openDesk();
    for (const account of ['dear', 'cheap', 'free']) await engine.accounts.disconnect(account);
    expect(() => engine.router.preview(BUY)).toThrow('no account may be routed to');
    engine.settings.update({ routableAccounts: ['cheap'] });
    await expect(engine.router.submit(BUY)).rejects.toThrow('it is not connected');
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findStrategy } from '#domain/strategies/catalog';
import type { AccountTerms, InstrumentInput } from '#engine/simulation/backtest/account-request';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { signalStrategy } from '#engine/simulation/backtest/signal-strategy';
import { DAY, instrument, randomBars } from './scripted-run.ts';

const PARAMETERS = { fast: 2, slow: 5 };

function outcomeOf(
  instruments: readonly InstrumentInput[],
  account: Partial<AccountTerms>,
  { isAhead, portion }: { isAhead: boolean; portion: number },
): unknown {
  const terms = { direction: 'long-short', size: 0.3 } as const;
  const signals = signalStrategy(findStrategy('sma-crossover')!, PARAMETERS, instruments, terms);
  const { signalsOf: _, ...barByBar } = signals;
  const run = new AccountRun({
    instruments,
    account: { cash: 10_000, ...account },
    strategy: isAhead ? signals : barByBar,
    parameters: PARAMETERS,
    keepsOrders: true,
  });
  while (!run.advance(portion));
  return {
    equity: [...run.equity.value],
    counts: run.desk.counts,
    events: run.desk.hash.kept,
    asked: run.tape!.hash,
    refusal: run.lastRefusal,
  };
}

/** Catches a signal missed, seen twice or followed on another bar where a strategy is taken ahead of the account. */
it('comes to the same whether or not its signals are found ahead', () => {
  const accounts = fc.constantFrom<Partial<AccountTerms>>(
    {},
    { latencyBars: 2 },
    { fillsAtClose: true },
    { tradesFrom: 20 * DAY },
    { leverage: 4, maintenanceMargin: 0.2 },
    { costs: { volumeShareMax: 0.002 } },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 200 }),
      accounts,
      (seed, count, portion, account) => {
        const instruments = Array.from({ length: count }, (_, i) => {
          // Two share their days, the others begin later; one is halted and one leaves the market.
          const bars = randomBars(seed + i, 60 - 7 * (i >> 1), 5 * (i >> 1));
          const halts = i === 1 ? { halts: [{ from: 30 * DAY, to: 35 * DAY }] } : {};
          const delisting = i === 2 ? { delisting: { time: 40 * DAY } } : {};
          return instrument('DBCA'[i]!, bars, { ...halts, ...delisting });
        });
        const [bar, ahead] = [false, true].map((isAhead) =>
          outcomeOf(instruments, account, { isAhead, portion }),
        );
        expect(ahead).toEqual(bar);
      },
    ),
    { numRuns: 150 },
  );
});

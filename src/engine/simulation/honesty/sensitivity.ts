import type { ParameterValues } from '#domain/indicators/indicator';
import { gatedStrategy } from './gated-strategy.ts';
import { type HonestWork, trialReturns } from './trial-returns.ts';

/** What is left of a result when the world is a little worse. */
export interface SensitivityRow {
  readonly what: 'commission' | 'delay';
  /** Fraction of each fill's value, or bars between decision and order. */
  readonly value: number;
  readonly returnPct: number;
  readonly sharpe: number | null;
  readonly trades: number;
}

/** Added to the commission, as a fraction of each fill's value. */
const ADDED_COSTS = [0, 0.0005, 0.001, 0.002, 0.005];
const DELAYS = [1, 2, 3, 5];

/** The same run with dearer fills, and with orders that come some bars late. */
export function sensitivity(work: HonestWork, parameters: ParameterValues): SensitivityRow[] {
  const row = (what: SensitivityRow['what'], value: number, changed: HonestWork): SensitivityRow => {
    const { returnPct, sharpe, trades } = trialReturns(changed, parameters).result.statistics;
    return { what, value, returnPct, sharpe, trades };
  };
  const { options, strategy } = work;
  return [
    ...ADDED_COSTS.map((added) => {
      const commission = options.commission + added;
      return row('commission', commission, { ...work, options: { ...options, commission } });
    }),
    ...DELAYS.map((delayBars) =>
      row('delay', delayBars, { ...work, strategy: gatedStrategy(strategy, { delayBars }) }),
    ),
  ];
}

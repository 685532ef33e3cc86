import type { Instrument } from '../instruments/instrument.ts';
import type { OrderIntent } from '../orders/order.ts';
import type { Decimal } from '../values/decimal.ts';
import type { RiskPortfolio } from './portfolio-exposure.ts';
import type { RiskLimits } from './risk-limits.ts';

/** An order that does not exist yet, and what it is judged by. */
export interface LimitCheckInput {
  readonly intent: OrderIntent;
  readonly portfolio: RiskPortfolio;
  readonly limits: RiskLimits;
  /** Newest price of the intent's symbol, or null when none is known. */
  readonly lastPrice: number | null;
  /** What the intent names; absent when nobody knows it, which is refused. */
  readonly instrument: Pick<Instrument, 'symbol' | 'isTradable'> | undefined;
  /** Fee the order may cost; zero when absent. */
  readonly fee?: Decimal;
  /** Newest price of any symbol, for orders that concern options; without it none is known. */
  readonly priceOf?: (symbol: string) => number | null;
}

/** What the limits say of it. */
export interface LimitVerdict {
  readonly verdict: 'approved' | 'refused';
  /** One sentence a broken limit; empty when approved. */
  readonly reasons: readonly string[];
  /** Limits that could be judged. */
  readonly limitsChecked: number;
}

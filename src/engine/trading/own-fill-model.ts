import type { FillModelView } from '#contract/services/execution-costs';
import { arrivalPrice, quotedSpread } from '#domain/orders/arrival';
import {
  bestFit,
  confidenceOf,
  fitSlippage,
  type SlippageObservation,
  slippageOfFit,
} from '#domain/orders/fit-slippage';
import { decimalToNumber } from '#domain/values/decimal';
import type { ExecutionUnit, RecordedOrder } from './execution-units.ts';

/** A fill later than this after the decision says more about where the market went than about what filling costs. */
const FILLED_WITHIN_MS = 5_000;

/** Slippage as a backtest models it, fitted to the fills of an account's own market orders. */
export function ownFillModel(account: string, units: readonly ExecutionUnit[]): FillModelView {
  const seen = units.flatMap(({ orders }) => orders.flatMap(observe));
  const fits = fitSlippage(seen);
  const best = bestFit(fits);
  const spreads = seen.flatMap(({ halfSpread, price }) =>
    halfSpread === null ? [] : [(2 * halfSpread) / price],
  );
  const spread = spreads.reduce((sum, one) => sum + one, 0) / Math.max(1, spreads.length);
  const confidence = confidenceOf(best);
  return {
    account,
    fills: seen.length,
    fits: fits.map((one) => ({ ...one })),
    best: best?.kind ?? null,
    slippage: slippageOfFit(best, spread),
    confidence,
    note: noteOf(seen.length, best !== undefined && best.value < 0),
  };
}

function observe({ order, arrival, fills }: RecordedOrder): SlippageObservation[] {
  const decided = arrival && arrivalPrice(arrival);
  if (order.type !== 'market' || arrival === null || decided === null) return [];
  const spread = quotedSpread(arrival);
  const sign = order.side === 'buy' ? 1 : -1;
  return fills
    .filter(({ eventTime }) => eventTime - order.createdTime <= FILLED_WITHIN_MS)
    .map(({ price }) => ({
      slip: sign * (decimalToNumber(price) - decided.price),
      price: decided.price,
      halfSpread: spread === null ? null : spread / 2,
    }));
}

function noteOf(fills: number, isBetter: boolean): string {
  if (fills === 0)
    return `No market order of this account filled within ${FILLED_WITHIN_MS / 1_000} s of its decision at a known price, so there is nothing to fit.`;
  const rest = `Fitted to ${fills} fills of market orders within ${FILLED_WITHIN_MS / 1_000} s of their decision; larger orders and other hours may cost more.`;
  return isBetter
    ? `${rest} They were better than the price on average, which no backtest should count on.`
    : rest;
}

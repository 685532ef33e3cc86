import { DECIMAL_ONE, type Decimal, decimalFromNumber } from '../values/decimal.ts';
import { toldDecimal } from '../values/told-number.ts';
import type { RiskLimits } from './risk-limits.ts';

/** What bounds a position, whatever the method. */
export interface SizingInput {
  readonly equity: Decimal;
  readonly price: Decimal;
  readonly limits: RiskLimits;
  /** Units already held in the wanted direction, not negative; zero when flat or the other way round. */
  readonly currentQuantity: Decimal;
  /** Value of all other positions, shorts counted positively. */
  readonly otherGross: Decimal;
  /** What can still be spent on enlarging the position. */
  readonly buyingPower: Decimal;
  /** Smallest tradable amount; one unit when absent. */
  readonly quantityStep?: Decimal;
}

export interface PositionSize {
  /** Units to hold in the wanted direction, not negative, a multiple of the step. */
  readonly targetQuantity: Decimal;
  readonly boundBy: 'method' | 'position limit' | 'order limit' | 'gross exposure limit' | 'buying power';
  /** A sentence with the numbers. */
  readonly reason: string;
}

/**
 * Units for which a move of `stopDistance` (price units, above zero) costs the limits' risk per trade, capped by
 * every limit. Source: fixed fractional risk (Vince 1990): equity × risk % / stop distance.
 */
export function riskPerTradeSize(
  input: SizingInput & { readonly stopDistance: Decimal; readonly conviction?: number },
): PositionSize {
  if (input.stopDistance <= 0n)
    throw new RangeError(`stop distance is ${toldDecimal(input.stopDistance)}, it must be above zero`);
  const conviction = unitInterval(input.conviction);
  const budget = share(input.equity, input.limits.riskPerTradePct * conviction);
  const wanted = unitsFor(budget, input.stopDistance);
  const scaled = conviction === 1 ? '' : ` × conviction ${conviction.toFixed(2)}`;
  return capped(
    wanted,
    `${input.limits.riskPerTradePct} % of equity${scaled} at risk over a stop distance of ${toldDecimal(input.stopDistance)}`,
    input,
  );
}

/** Units worth `fraction` (0 to 1) of equity, capped by every limit. */
export function fixedFractionSize(input: SizingInput & { readonly fraction: number }): PositionSize {
  const percent = unitInterval(input.fraction) * 100;
  return capped(
    unitsFor(share(input.equity, percent), input.price),
    `${Number(percent.toFixed(4))} % of equity`,
    input,
  );
}

function capped(wanted: Decimal, method: string, input: SizingInput): PositionSize {
  const { equity, price, limits, currentQuantity } = input;
  if (price <= 0n) throw new RangeError(`price is ${toldDecimal(price)}, it must be above zero`);
  const room = share(equity, limits.grossExposurePctMax) - input.otherGross;
  const caps = [
    { boundBy: 'position limit', units: unitsFor(share(equity, limits.positionPctMax), price) },
    { boundBy: 'order limit', units: currentQuantity + unitsFor(share(equity, limits.orderPctMax), price) },
    { boundBy: 'gross exposure limit', units: unitsFor(room, price) },
    { boundBy: 'buying power', units: currentQuantity + unitsFor(input.buyingPower, price) },
  ] as const;
  let boundBy: PositionSize['boundBy'] = 'method';
  let units = wanted;
  for (const cap of caps) if (cap.units < units) ({ boundBy, units } = cap);
  const step = input.quantityStep ?? DECIMAL_ONE;
  const targetQuantity = units - (units % step);
  const bound = boundBy === 'method' ? '' : `, bound by the ${boundBy}`;
  return {
    targetQuantity,
    boundBy,
    reason: `${method} gives ${toldDecimal(targetQuantity)} units at ${toldDecimal(price)}${bound}`,
  };
}

/** Whole eighth-place units a value buys, rounded down, so that a cap is never passed. */
function unitsFor(value: Decimal, price: Decimal): Decimal {
  return value <= 0n ? 0n : (value * DECIMAL_ONE) / price;
}

function share(value: Decimal, percent: number): Decimal {
  return value <= 0n ? 0n : (value * decimalFromNumber(percent)) / (100n * DECIMAL_ONE);
}

function unitInterval(value: number | undefined): number {
  return Math.max(0, Math.min(1, value ?? 1));
}

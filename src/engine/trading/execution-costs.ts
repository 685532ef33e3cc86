import type { ExecutionCost, ExecutionCostSummary } from '#contract/services/execution-costs';
import { arrivalPrice, quotedSpread } from '#domain/orders/arrival';
import {
  effectiveSpreadBps,
  implementationShortfall,
  type MeasuredFill,
  makerShare,
  slippageBps,
  weightedPrice,
} from '#domain/orders/execution-cost';
import { decimalFromNumber, decimalToNumber, formatDecimal } from '#domain/values/decimal';
import type { Tape } from '../market/tape.ts';
import type { ExecutionUnit, RecordedOrder } from './execution-units.ts';

/** What one order, or all parts of an algorithm, cost against what was known of the market. */
export async function measureExecution(unit: ExecutionUnit, tape: Tape): Promise<ExecutionCost> {
  const { account, symbol, side, origin } = unit.orders[0]!.order;
  const fills = (await Promise.all(unit.orders.map((one) => measureFills(one, tape)))).flat();
  const times = unit.orders.flatMap((one) => one.fills.map(({ eventTime }) => eventTime));
  const traded = weightedPrice(
    fills.map(({ price }) => price),
    fills.map(({ quantity }) => quantity),
  );
  const arrival = unit.arrival && arrivalPrice(unit.arrival);
  const interval = traded ? await tape.interval(symbol, unit.decisionTime, Math.max(...times)) : null;
  const quantity = decimalToNumber(unit.quantity);
  const isWhole = traded !== null && traded.volume >= quantity;
  const endPrice = unit.isOpen || isWhole ? null : await tape.priceAt(symbol, unit.endTime);
  const spread = unit.arrival && quotedSpread(unit.arrival);
  return {
    id: unit.id,
    isAlgorithm: unit.isAlgorithm,
    account,
    symbol,
    side,
    origin,
    status: unit.status,
    quantity: formatDecimal(unit.quantity),
    filledQuantity: formatDecimal(unit.orders.reduce((sum, { order }) => sum + order.filledQuantity, 0n)),
    averagePrice: traded === null ? '0' : formatDecimal(decimalFromNumber(traded.price)),
    decisionTime: unit.decisionTime,
    endTime: unit.endTime,
    fills: fills.length,
    arrival: arrival && { ...arrival, ageMs: Math.max(0, unit.decisionTime - unit.arrival!.time) },
    arrivalSlippageBps: arrival && traded ? slippageBps(side, traded.price, arrival.price) : null,
    interval,
    vwapSlippageBps: interval && traded ? slippageBps(side, traded.price, interval.price) : null,
    shortfall:
      arrival && (traded || !unit.isOpen)
        ? implementationShortfall({ side, quantity, decisionPrice: arrival.price, fills, endPrice })
        : null,
    effectiveSpreadBps: effectiveSpreadBps(side, fills),
    quotedSpreadBps: arrival && spread !== null ? (spread / arrival.price) * 10_000 : null,
    makerShare: makerShare(fills),
  };
}

/** All of them together: averages weighted by traded value, of those that have the figure. */
export function summarizeExecutions(costs: readonly ExecutionCost[]): ExecutionCostSummary {
  const tradedValue = ({ averagePrice, filledQuantity }: ExecutionCost): number =>
    Number(averagePrice) * Number(filledQuantity);
  const average = (figure: (cost: ExecutionCost) => number | null): number | null => {
    const known = costs.filter((cost) => figure(cost) !== null && tradedValue(cost) > 0);
    const weighted = weightedPrice(
      known.map((cost) => figure(cost) ?? 0),
      known.map(tradedValue),
    );
    return weighted?.price ?? null;
  };
  const value = costs.reduce((sum, cost) => sum + tradedValue(cost), 0);
  const measured = costs.filter(({ shortfall }) => shortfall !== null);
  const shortfall = measured.reduce((sum, cost) => sum + (cost.shortfall?.total ?? 0), 0);
  const decided = measured.reduce(
    (sum, { quantity, arrival }) => sum + Number(quantity) * (arrival?.price ?? 0),
    0,
  );
  const fees = measured.reduce((sum, cost) => sum + (cost.shortfall?.fees ?? 0), 0);
  const feeValue = measured.reduce((sum, cost) => sum + tradedValue(cost), 0);
  return {
    orders: costs.length,
    measured: measured.length,
    value,
    arrivalSlippageBps: average((cost) => cost.arrivalSlippageBps),
    vwapSlippageBps: average((cost) => cost.vwapSlippageBps),
    effectiveSpreadBps: average((cost) => cost.effectiveSpreadBps),
    makerShare: average((cost) => cost.makerShare),
    fees,
    feesBps: feeValue > 0 ? (fees / feeValue) * 10_000 : null,
    shortfall: measured.length > 0 ? shortfall : null,
    shortfallBps: decided > 0 ? (shortfall / decided) * 10_000 : null,
  };
}

/** Fills with the price their order went out at, and the middle of the market when they happened. */
async function measureFills(
  { order, arrival, sentTime, fills }: RecordedOrder,
  tape: Tape,
): Promise<MeasuredFill[]> {
  const decided = arrival && arrivalPrice(arrival)?.price;
  const isHeldFirst = sentTime !== null && sentTime > order.createdTime;
  const sent = isHeldFirst ? await tape.priceAt(order.symbol, sentTime) : null;
  return Promise.all(
    fills.map(async ({ price, quantity, fee, eventTime, liquidity }) => ({
      price: decimalToNumber(price),
      quantity: decimalToNumber(quantity),
      fee: decimalToNumber(fee),
      // Without a price of the sending, all of the difference counts as trading.
      sentPrice: sent ?? decided ?? decimalToNumber(price),
      mid: await tape.midAt(order.symbol, eventTime),
      ...(liquidity === undefined ? {} : { liquidity }),
    })),
  );
}

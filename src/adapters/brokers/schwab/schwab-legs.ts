import { type OptionContract, parseOptionSymbol } from '#domain/instruments/option-contract';
import { tradedLegs } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { decimalToNumber } from '#domain/values/decimal';
import type { BrokerOrder } from '#engine/ports/broker';

/** Most legs of an order here; Schwab names no strategy with more. */
export const SCHWAB_LEGS_MAX = 4;

/** The legs of an order as Schwab takes them, of an order without any itself. */
export function legCollection(order: BrokerOrder): Readonly<Record<string, unknown>>[] {
  return tradedLegs(order).map(({ symbol, side, ratio }, index) => {
    const isOption = parseOptionSymbol(symbol) !== undefined;
    const plain = side === 'buy' ? 'BUY' : 'SELL';
    const effect = order.effects?.[index] === 'close' ? 'CLOSE' : 'OPEN';
    return {
      instruction: isOption ? `${plain}_TO_${effect}` : plain,
      quantity: decimalToNumber(order.quantity) * ratio,
      instrument: isOption
        ? { symbol: paddedSymbol(symbol), assetType: 'OPTION' }
        : { symbol, assetType: 'EQUITY' },
    };
  });
}

/** The root with spaces to six places, as the OCC writes it: `AAPL  261218C00150000`. */
function paddedSymbol(symbol: string): string {
  return symbol.slice(0, -15).padEnd(6, ' ') + symbol.slice(-15);
}

/** Schwab's name of a combination (order object, complexOrderStrategyType); `CUSTOM` for what has none. */
export function strategyOf(legs: readonly OrderLeg[]): string {
  const options = legs.map(({ symbol, ...leg }) => ({ ...leg, option: parseOptionSymbol(symbol) }));
  const known = options.flatMap(({ option, ...leg }) => (option ? [{ ...leg, ...option }] : []));
  if (known.length < options.length) return options.length === 2 && known.length === 1 ? 'COVERED' : 'CUSTOM';
  if (known.length === 2) return strategyOfTwo(known, legs);
  if (known.some(({ expiration }) => expiration !== known[0]?.expiration)) return 'CUSTOM';
  const isOneRight = known.every(({ right }) => right === known[0]?.right);
  const isEven = legs.every(({ ratio }) => ratio === 1);
  if (
    known.length === 3 &&
    isOneRight &&
    legs
      .map(({ ratio }) => ratio)
      .sort()
      .join('') === '112'
  )
    return 'BUTTERFLY';
  if (known.length === 4 && isEven) return isOneRight ? 'CONDOR' : 'IRON_CONDOR';
  return 'CUSTOM';
}

function strategyOfTwo(known: readonly OptionContract[], legs: readonly OrderLeg[]): string {
  const [one, two] = known;
  if (!one || !two) return 'CUSTOM';
  const isSpread = legs[0]?.side !== legs[1]?.side;
  const isEven = legs.every(({ ratio }) => ratio === 1);
  const isOneDay = one.expiration === two.expiration;
  const isOneStrike = one.strike === two.strike;
  if (one.right === two.right && isSpread) {
    if (!isEven) return isOneDay ? 'BACK_RATIO' : 'CUSTOM';
    if (isOneDay) return 'VERTICAL';
    return isOneStrike ? 'CALENDAR' : 'DIAGONAL';
  }
  if (one.right === two.right || isSpread || !isEven || !isOneDay) return 'CUSTOM';
  return isOneStrike ? 'STRADDLE' : 'STRANGLE';
}

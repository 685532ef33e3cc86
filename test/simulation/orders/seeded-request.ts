import type { OrderRequest } from '#contract/services/trading';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { PRECAUTIONS } from '#domain/risk/protections/precaution-names';
import { parseDecimal } from '#domain/values/decimal';
import type { SeededRandom } from '#domain/values/seeded-random';
import type { BrokerOrder } from '#engine/ports/broker';

const TYPES: readonly OrderType[] = [
  'market',
  'limit',
  'limit',
  'limit',
  'stop',
  'market-if-touched',
  'trailing-stop',
];
const VALIDITIES: readonly TimeInForce[] = ['day', 'gtc', 'gtc', 'gtd', 'ioc', 'fok'];
/** Of the targets of a template. */
const SHARES = [['1'], ['0.5', '0.5'], ['0.33333333', '0.33333333', '0.33333334'], ['0.25', '0.25']] as const;

/** Somebody's order placed elsewhere, too far away to trade. */
export const ORDER_FROM_ELSEWHERE: BrokerOrder = {
  clientOrderId: 'elsewhere',
  symbol: 'AAA',
  side: 'buy',
  type: 'limit',
  quantity: parseDecimal('5'),
  limitPrice: parseDecimal('1'),
  timeInForce: 'gtc',
  instrument: { symbol: 'AAA', assetClass: 'equity', currency: 'USD', venue: 'XNYS', pricePrecision: 2 },
};

/** An order that a person might want, near the price of now. */
export function seededRequest(
  random: SeededRandom,
  { symbol, price, now, nonce }: { symbol: string; price: number; now: number; nonce: string },
): OrderRequest {
  const side = random.next() < 0.55 ? 'buy' : 'sell';
  const type = TYPES[random.nextInteger(0, TYPES.length - 1)]!;
  const away = (percent: number): string => (price * (1 + percent / 100)).toFixed(2);
  const timeInForce = type === 'market' || type === 'limit' ? VALIDITIES[random.nextInteger(0, 5)]! : 'gtc';
  const isBuy = side === 'buy';
  return {
    symbol,
    side,
    type,
    quantity: String(random.nextInteger(1, 50)),
    timeInForce,
    nonce,
    acceptPrecautions: [...PRECAUTIONS],
    ...(timeInForce === 'gtd' ? { expireTime: now + random.nextInteger(1_000, 90_000) } : {}),
    ...(type === 'limit' ? { limitPrice: away(random.nextInteger(-3, 3)) } : {}),
    ...(type === 'stop' ? { stopPrice: away(isBuy ? 2 : -2) } : {}),
    ...(type === 'market-if-touched' ? { stopPrice: away(isBuy ? -2 : 2) } : {}),
    ...(type === 'trailing-stop' ? { trailPercent: '2' } : {}),
    ...seededExits(random, isBuy, away),
  };
}

/** Some entries bring a bracket, some a template. */
function seededExits(
  random: SeededRandom,
  isBuy: boolean,
  away: (percent: number) => string,
): Pick<OrderRequest, 'bracket' | 'exits'> {
  const dice = random.next();
  if (dice < 0.2) return { bracket: { takeProfit: away(isBuy ? 3 : -3), stopLoss: away(isBuy ? -3 : 3) } };
  if (dice > 0.5) return {};
  const shares = SHARES[random.nextInteger(0, SHARES.length - 1)]!;
  return {
    exits: {
      unit: 'percent',
      targets: shares.map((share, i) => ({ share, distance: String(i + 1) })),
      stop: { distance: '2' },
      ...(random.next() < 0.5 ? { breakEven: { after: '0.5', offset: '0.1' } } : {}),
      ...(random.next() < 0.3 ? { trail: { distance: '1.5' } } : {}),
    },
  };
}

import { expect, it } from 'vitest';
import type { Order, Side } from '#domain/orders/order';
import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';
import { createSeededRandom } from '#domain/values/seeded-random';
import { OpenOrders } from '#engine/journal/open-orders';

const SYMBOLS = ['A', 'B', 'C'];
const LAST = 7;

const whole = (count: number): Decimal => BigInt(count) * DECIMAL_ONE;
const leftOf = ({ quantity, filledQuantity }: Order): Decimal => quantity - filledQuantity;

function orderOf(clientOrderId: string, terms: Partial<Order>): Order {
  return {
    clientOrderId,
    origin: 'person',
    account: 'main',
    symbol: 'A',
    side: 'buy',
    type: 'limit',
    quantity: whole(1),
    timeInForce: 'day',
    reason: 'test',
    nonce: clientOrderId,
    status: 'working',
    filledQuantity: DECIMAL_ZERO,
    averagePrice: DECIMAL_ZERO,
    createdTime: 0,
    updatedTime: 0,
    ...terms,
  };
}

/** The same from all orders of a symbol and side at once, with nothing kept from before. */
function reservedFor(orders: readonly Order[], held: Decimal, side: Side): Decimal {
  const units = orders.reduce((sum, order) => sum + leftOf(order), DECIMAL_ZERO);
  if (units === DECIMAL_ZERO) return DECIMAL_ZERO;
  const value = orders.reduce(
    (sum, order) => sum + multiplyDecimal(leftOf(order), order.limitPrice ?? whole(LAST)),
    DECIMAL_ZERO,
  );
  const closed = side === 'sell' ? held : -held;
  const beyond = units - (closed > DECIMAL_ZERO ? closed : DECIMAL_ZERO);
  if (beyond <= DECIMAL_ZERO) return DECIMAL_ZERO;
  return beyond < units ? (value * beyond) / units : value;
}

// Would catch: cash that stays reserved for an order that has filled, ended or changed, or is reserved twice.
it('keeps what orders use up the same as reckoned anew, whatever becomes of them', () => {
  const { next: random } = createSeededRandom(11);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const open = new OpenOrders();
  const orders = new Map<string, Order>();
  const holdings = new Map<string, { quantity: Decimal }>();
  for (let step = 0; step < 2_000; step++) {
    const id = `O${Math.floor(random() * 30)}`;
    const known = orders.get(id);
    if (known && random() < 0.3) {
      open.remove(id);
      orders.delete(id);
    } else {
      const filledQuantity = whole(Math.floor(random() * 3));
      const price = random() < 0.7 ? { limitPrice: whole(1 + Math.floor(random() * 9)) } : {};
      const list = random() < 0.2 ? { listId: id } : {};
      const fresh = { symbol: pick(SYMBOLS), side: pick(['buy', 'sell'] as const), quantity: whole(4) };
      const order = known
        ? { ...known, ...(random() < 0.5 ? { filledQuantity } : { status: 'pending-cancel' as const }) }
        : orderOf(id, { ...fresh, ...price, ...list });
      open.put(order);
      orders.set(id, order);
    }
    if (random() < 0.1) holdings.set(pick(SYMBOLS), { quantity: whole(Math.floor(random() * 9) - 4) });

    const sides = SYMBOLS.flatMap((symbol) => [
      { symbol, side: 'buy' as const },
      { symbol, side: 'sell' as const },
    ]);
    const parts = sides.map(({ symbol, side }) => {
      const those = [...orders.values()].filter((one) => one.symbol === symbol && one.side === side);
      return reservedFor(those, holdings.get(symbol)?.quantity ?? DECIMAL_ZERO, side);
    });
    const sum = parts.reduce((all, part) => all + part, DECIMAL_ZERO);
    const lastPrice = () => LAST;
    expect(open.reservedCash(lastPrice, holdings)).toBe(sum);
    const place = step % sides.length;
    expect(open.reservedCash(lastPrice, holdings, sides[place])).toBe(sum - parts[place]!);
  }
});

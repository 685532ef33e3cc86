import {
  type Decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import type { BrokerFill } from '#engine/ports/broker';
import type { AlpacaOrder } from './read-alpaca.ts';

interface KnownLeg {
  readonly parentId: string;
  /** Told so far, and what it cost. */
  quantity: Decimal;
  cost: Decimal;
}

/** Averages that Alpaca tells have a few digits: what one fill was priced at is known to a hundredth of a cent. */
const PRICE_STEP = 10_000n;
const LEGS_MAX = 20_000;

/**
 * Legs of multi-leg orders: orders of their own at Alpaca, with numbers of their own. Its stream tells of the whole order
 * and of what has filled of each leg by then; its activities tell each execution.
 */
export class AlpacaLegs {
  readonly #legs = new Map<string, KnownLeg>();
  /** Numbers of legs by the number of their order and their symbol. */
  readonly #numbers = new Map<string, string>();

  /** An order that was heard of. */
  learn({ report, legs }: AlpacaOrder): void {
    for (const { id, symbol } of legs) {
      this.#numbers.set(keyOf(report.venueOrderId, symbol), id);
      if (!this.#legs.has(id)) this.#legs.set(id, { parentId: report.venueOrderId, quantity: 0n, cost: 0n });
    }
    for (const map of [this.#legs, this.#numbers])
      for (const oldest of map.keys()) {
        if (map.size <= LEGS_MAX) break;
        map.delete(oldest);
      }
  }

  /** A fill of the activities as one of its order; they may name the order or the leg. */
  ofActivity(fill: BrokerFill): BrokerFill {
    const id = this.#numbers.get(keyOf(fill.venueOrderId, fill.symbol)) ?? fill.venueOrderId;
    const leg = this.#legs.get(id);
    if (!leg) return fill;
    const total = parseDecimal(fill.fillId.slice(fill.fillId.lastIndexOf('/') + 1));
    if (total === leg.quantity + fill.quantity) this.#told(leg, fill.quantity, fill.price);
    return { ...fill, fillId: `${id}/${formatDecimal(total)}`, venueOrderId: leg.parentId };
  }

  /** What the stream says has filled beyond what was told. */
  newFills({ report, legs }: AlpacaOrder, eventTime: number): BrokerFill[] {
    return legs.flatMap(({ id, symbol, side, filledQuantity, averagePrice }) => {
      const leg = this.#legs.get(id);
      const quantity = filledQuantity - (leg?.quantity ?? 0n);
      if (!leg || quantity <= 0n) return [];
      const exact = divideDecimal(multiplyDecimal(averagePrice, filledQuantity) - leg.cost, quantity);
      const price = ((exact + PRICE_STEP / 2n) / PRICE_STEP) * PRICE_STEP;
      this.#told(leg, quantity, price);
      const { clientOrderId, venueOrderId } = report;
      const fillId = `${id}/${formatDecimal(filledQuantity)}`;
      return [{ fillId, clientOrderId, venueOrderId, symbol, side, quantity, price, fee: null, eventTime }];
    });
  }

  #told(leg: KnownLeg, quantity: Decimal, price: Decimal): void {
    leg.quantity += quantity;
    leg.cost += multiplyDecimal(quantity, price);
  }
}

const keyOf = (venueOrderId: string, symbol: string): string => `${venueOrderId} ${symbol}`;

import { isBreakEvenReached, isCloserStop } from '#domain/orders/followed-prices';
import type { Order, OrderChange, OrderType } from '#domain/orders/order';
import {
  isTriggered,
  isWaitingType,
  TRIGGERED_TYPE,
  type TrailDistance,
  trailedLimit,
  trailedStop,
  type WaitingType,
} from '#domain/orders/triggers';
import { type Decimal, decimalFromNumber, decimalToNumber } from '#domain/values/decimal';
import type { BrokerCapabilities } from '#engine/ports/broker';

/** What an emulated order has become: sent as `type` with this change. */
export interface TriggeredOrder {
  readonly type: OrderType;
  readonly change: OrderChange;
  readonly reason: string;
}

export interface EmulatorHandlers {
  triggered(clientOrderId: string, order: TriggeredOrder): void;
  /** A stop that trails has moved far enough to be kept, or one has broken even. */
  moved(clientOrderId: string, stopPrice: Decimal): void;
}

type EmulatorCapabilities = Pick<BrokerCapabilities, 'orderTypes' | 'timesInForce' | 'takesReduceOnly'>;

interface Watched {
  readonly order: Order;
  readonly type: WaitingType;
  stop: number;
  /** The stop as the journal has it. */
  keptStop: number;
}

/** Share of its distance that a trailing stop moves before the journal is told: where it stands after a crash. */
const KEPT_MOVE = 0.1;

/** Waits in the broker's place for the triggers of order types it does not know. Triggers on the last price. */
export class OrderEmulator {
  readonly #capabilities: EmulatorCapabilities;
  readonly #broker: string;
  readonly #bySymbol = new Map<string, Watched[]>();

  constructor(broker: string, capabilities: EmulatorCapabilities) {
    this.#broker = broker;
    this.#capabilities = capabilities;
  }

  /** Why the engine has to watch for this order itself; undefined when the broker does. */
  whyEmulated({ type, breakEvenAt }: Pick<Order, 'type' | 'breakEvenAt'>): string | undefined {
    const { orderTypes } = this.#capabilities;
    if (!isWaitingType(type) || !orderTypes.includes(TRIGGERED_TYPE[type])) return undefined;
    if (isTrailing(type) && breakEvenAt !== undefined)
      return `no broker moves a stop that trails to break-even: the engine watches the market and sends a ${TRIGGERED_TYPE[type]} order when it triggers`;
    if (orderTypes.includes(type)) return undefined;
    return `${this.#broker} takes no ${type} orders: the engine watches the market and sends a ${TRIGGERED_TYPE[type]} order when it triggers`;
  }

  /**
   * The order as this broker takes it: one that knows no last day gets it without, and the engine ends it; one that knows
   * no reduce-only gets exits without, which the engine keeps to what their entry has filled.
   */
  sendable(wanted: Order): Order {
    const { timesInForce, takesReduceOnly } = this.#capabilities;
    const { isReduceOnly: _only, ...plain } = wanted;
    const order = wanted.parentOrderId !== undefined && !takesReduceOnly ? plain : wanted;
    if (order.timeInForce !== 'gtd' || timesInForce.includes('gtd') || !timesInForce.includes('gtc'))
      return order;
    const { expireTime: _last, ...rest } = order;
    return { ...rest, timeInForce: 'gtc' };
  }

  watches(symbol: string): boolean {
    return this.#bySymbol.has(symbol);
  }

  /** Begins to watch, or goes on with other terms. */
  watch(order: Order): void {
    if (!isWaitingType(order.type)) return;
    this.remove(order.clientOrderId);
    const stop = order.stopPrice === undefined ? Number.NaN : decimalToNumber(order.stopPrice);
    const watched: Watched = { order, type: order.type, stop, keptStop: stop };
    const others = this.#bySymbol.get(order.symbol);
    if (others) others.push(watched);
    else this.#bySymbol.set(order.symbol, [watched]);
  }

  /** Watches for nothing any more. */
  clear(): void {
    this.#bySymbol.clear();
  }

  remove(clientOrderId: string): void {
    for (const [symbol, watched] of this.#bySymbol) {
      const left = watched.filter(({ order }) => order.clientOrderId !== clientOrderId);
      if (left.length === watched.length) continue;
      if (left.length === 0) this.#bySymbol.delete(symbol);
      else this.#bySymbol.set(symbol, left);
      return;
    }
  }

  onTick(symbol: string, last: number, handlers: EmulatorHandlers): void {
    const watched = this.#bySymbol.get(symbol);
    if (!watched || !(last > 0)) return;
    // Handlers add and remove, which replaces the array.
    for (let i = 0, count = watched.length; i < count; i++) this.#look(watched[i]!, last, handlers);
  }

  #look(watched: Watched, last: number, handlers: EmulatorHandlers): void {
    const { order, type } = watched;
    const { clientOrderId, side } = order;
    const isTriggeredNow = isTriggered(type, side, watched.stop, last);
    if (isTriggeredNow) {
      this.remove(clientOrderId);
      handlers.triggered(clientOrderId, {
        type: TRIGGERED_TYPE[type],
        change: { stopPrice: decimalFromNumber(watched.stop), ...this.#limitAt(watched) },
        reason: `triggered at ${last}`,
      });
      return;
    }
    if (isTrailing(type)) watched.stop = trailedStop(side, watched.stop, last, trailOf(order));
    const hasBrokenEven = breakEven(watched, last);
    if (watched.stop === watched.keptStop) return;
    const distance = Math.abs(last - watched.stop);
    if (!hasBrokenEven && Math.abs(watched.stop - watched.keptStop) < distance * KEPT_MOVE) return;
    watched.keptStop = watched.stop;
    handlers.moved(clientOrderId, decimalFromNumber(watched.stop));
  }

  #limitAt({ order, type, stop }: Watched): Pick<OrderChange, 'limitPrice'> {
    if (type !== 'trailing-stop-limit' || order.limitOffset === undefined) return {};
    const limit = trailedLimit(order.side, stop, decimalToNumber(order.limitOffset));
    return { limitPrice: decimalFromNumber(limit) };
  }
}

function isTrailing(type: WaitingType): boolean {
  return type === 'trailing-stop' || type === 'trailing-stop-limit';
}

function trailOf({ trailAmount, trailPercent }: Order): TrailDistance {
  return {
    amount: trailAmount === undefined ? Number.NaN : decimalToNumber(trailAmount),
    percent: trailPercent === undefined ? Number.NaN : decimalToNumber(trailPercent),
  };
}

/** Moves a stop to break-even when its price is reached; whether that brought it closer. */
function breakEven(watched: Watched, last: number): boolean {
  const { side, breakEvenAt, breakEvenTo } = watched.order;
  if (breakEvenAt === undefined || breakEvenTo === undefined) return false;
  if (!isBreakEvenReached(side, decimalToNumber(breakEvenAt), last)) return false;
  const to = decimalToNumber(breakEvenTo);
  if (!Number.isNaN(watched.stop) && !isCloserStop(side, to, watched.stop)) return false;
  watched.stop = to;
  return true;
}

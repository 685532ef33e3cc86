import { DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';
import { BAG, GATEWAY_CONTRACTS } from './gateway-contracts.ts';
import type { WireContract } from './gateway-wire.ts';
import type { PlacedOrder } from './placed-order.ts';

/** An order as TWS keeps it. */
export interface GatewayOrder {
  placed: PlacedOrder;
  readonly contract: WireContract;
  readonly clientId: number;
  readonly permId: number;
  status: 'Submitted' | 'Cancelled' | 'Filled' | 'Inactive';
  filled: Decimal;
  cost: Decimal;
  endedBecause: string;
  endedTime: number;
}

/** What has filled of an order at once. */
export interface GatewayExecution {
  readonly order: GatewayOrder;
  readonly id: string;
  readonly time: number;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** What had filled with it, and for how much. */
  readonly filled: Decimal;
  readonly cost: Decimal;
  /** Of one leg of a combination. */
  readonly leg?: { readonly contract: WireContract; readonly action: string };
}

/** Orders and executions of a Gateway's double; it tells nobody. */
export class GatewayBook {
  readonly orders: GatewayOrder[] = [];
  readonly executions: GatewayExecution[] = [];
  readonly #now: () => number;
  #permId = 1_936_425_100;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `clientId` 0: placed elsewhere, so that no session hears of it. */
  add(clientId: number, contract: WireContract, placed: PlacedOrder): GatewayOrder {
    const order: GatewayOrder = {
      placed,
      contract,
      clientId,
      permId: this.#permId++,
      status: 'Submitted',
      filled: DECIMAL_ZERO,
      cost: DECIMAL_ZERO,
      endedBecause: '',
      endedTime: 0,
    };
    this.orders.push(order);
    return order;
  }

  get(venueOrderId: string): GatewayOrder {
    const order = this.orders.find(({ permId }) => String(permId) === venueOrderId);
    if (!order) throw new Error(`there is no order ${venueOrderId}`);
    return order;
  }

  /** By the number that its client gave it. */
  ofClient(clientId: number | null, orderId: number): GatewayOrder | undefined {
    return this.orders.find((one) => one.clientId === clientId && one.placed.orderId === orderId);
  }

  fill(order: GatewayOrder, quantity: Decimal, price: Decimal): GatewayExecution {
    order.filled += quantity;
    order.cost += multiplyDecimal(quantity, price);
    if (order.filled >= order.placed.quantity && order.status === 'Submitted')
      this.end(order, 'Filled', 'Filled');
    const { filled, cost } = order;
    return this.#execute({ order, time: this.#now(), quantity, price, filled, cost });
  }

  /** An execution of the whole, then one of each leg. */
  fillLegs(order: GatewayOrder, quantity: Decimal, prices: readonly Decimal[]): GatewayExecution[] {
    const { legs } = order.placed;
    const net = legs.reduce((sum, { action, ratio }, place) => {
      const value = (prices[place] ?? 0n) * BigInt(ratio);
      return action === 'BUY' ? sum + value : sum - value;
    }, 0n);
    order.filled += quantity;
    order.cost += multiplyDecimal(quantity, net);
    if (order.filled >= order.placed.quantity) this.end(order, 'Filled', 'Filled');
    const { filled, cost } = order;
    const time = this.#now();
    const whole = this.#execute({ order, time, quantity, price: net, filled, cost });
    const parts = legs.map(({ conId, action, ratio }, place) => {
      const contract = GATEWAY_CONTRACTS.find((one) => one.conId === conId) ?? BAG;
      const traded = quantity * BigInt(ratio);
      const price = prices[place] ?? 0n;
      const own = { order, time, quantity: traded, price, filled: traded, leg: { contract, action } };
      return this.#execute({ ...own, cost: multiplyDecimal(traded, price) });
    });
    return [whole, ...parts];
  }

  end(order: GatewayOrder, status: 'Cancelled' | 'Filled' | 'Inactive', reason: string): void {
    order.status = status;
    order.endedBecause = reason;
    order.endedTime = this.#now();
  }

  #execute(execution: Omit<GatewayExecution, 'id'>): GatewayExecution {
    const count = String(this.executions.length + 1).padStart(8, '0');
    const told = { ...execution, id: `0000e0d5.${count}.01.01` };
    this.executions.push(told);
    return told;
  }
}

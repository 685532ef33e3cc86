import { OctopusError } from '#contract/errors';
import type { RouteView } from '#contract/services/execution-costs';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import { BEST_ACCOUNT } from '#domain/orders/choose-route';
import type { Order } from '#domain/orders/order';
import { clientOrderId } from '#engine/journal/hashing';
import { intentOfRequest } from '#engine/trading/order-request';
import type { TradingAccount } from '#engine/trading/trading-account';
import { type RoutePorts, routeOrder } from './route-order.ts';

export interface RoutedPreview extends OrderPreview {
  readonly route: RouteView;
}

/**
 * Orders that name no account but the best one. Which it is, out of which and at what cost, is journaled in the commit of
 * the order. A repeat of the request is the order it became, wherever it went.
 */
export class OrderRouter {
  readonly #ports: RoutePorts;

  constructor(ports: RoutePorts) {
    this.#ports = ports;
  }

  isRouted({ account }: Pick<OrderRequest, 'account'>): boolean {
    return account === BEST_ACCOUNT;
  }

  /** As of the account it would go to, or of the first that refuses it, with what all would cost. */
  preview(request: OrderRequest): RoutedPreview {
    const route = routeOrder(this.#ports, request);
    const shown = route.account ?? openOnes(route, this.#ports)[0];
    if (shown === undefined) throw new OctopusError('ORDER_REFUSED', whyNone(route));
    const preview = this.#ports.accounts.require(shown).orders.preview({ ...request, account: shown });
    return route.account === null
      ? { ...preview, isAccepted: false, refusals: refusalsByAccount(route), route }
      : { ...preview, route };
  }

  /** Throws an ORDER_REFUSED that says why for each account when none can take it; that is journaled too. */
  async submit(request: OrderRequest): Promise<Order> {
    const known = this.#known(request);
    if (known) return known;
    const route = routeOrder(this.#ports, request);
    if (route.account === null) {
      const [first] = this.#ports.accounts.all();
      await first?.together(() =>
        this.#record(first, clientOrderId(intentOfRequest(request, BEST_ACCOUNT)), route),
      );
      throw new OctopusError('ORDER_REFUSED', whyNone(route));
    }
    const chosen = this.#ports.accounts.require(route.account);
    // Whether it is known is asked again: the same request may have gone elsewhere in the meantime.
    return chosen.together(() => this.#known(request) ?? this.#send(chosen, request, route));
  }

  #send(chosen: TradingAccount, request: OrderRequest, route: RouteView): Order {
    const { account } = chosen;
    this.#record(chosen, clientOrderId(intentOfRequest(request, account)), route);
    return chosen.orders.submit({ ...request, account });
  }

  #record({ eventTime }: TradingAccount, id: string, route: RouteView): void {
    this.#ports.journal.add({
      kind: 'OrderRouted',
      payload: { clientOrderId: id, route },
      eventTime,
      source: 'execution_manager',
      correlationId: id,
    });
  }

  /** The id of an order is a function of request and account: what it became is found among all accounts there are. */
  #known(request: OrderRequest): Order | undefined {
    const { projection, store } = this.#ports.journal;
    for (const { account } of store.accounts()) {
      const order = projection.order(clientOrderId(intentOfRequest(request, account)));
      if (order) return order;
    }
    return undefined;
  }
}

function openOnes({ candidates }: RouteView, { accounts }: RoutePorts): string[] {
  const open = accounts.all().map(({ account }) => account);
  return candidates.flatMap(({ account }) => (open.includes(account) ? [account] : []));
}

function refusalsByAccount({ candidates }: RouteView): string[] {
  return candidates.map(({ account, refusals }) => `${account}: ${refusals.join('; ')}`);
}

function whyNone(route: RouteView): string {
  return `${route.reason}. ${refusalsByAccount(route).join('. ')}`;
}

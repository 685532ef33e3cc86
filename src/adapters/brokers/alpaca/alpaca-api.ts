import type { trading } from '@alpacahq/alpaca-trade-api/rest';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type { BrokerBalance, BrokerFill, BrokerPorts, BrokerPosition } from '#engine/ports/broker';
import { createTimedFetch } from '#engine/ports/broker-request';
import { refusalOf } from './alpaca-failure.ts';
import {
  type AlpacaOrder,
  readActivityFill,
  readAlpacaBalance,
  readAlpacaOrder,
  readAlpacaPosition,
  UnreadableAnswer,
} from './read-alpaca.ts';

const TIMEOUT_MS = 15_000;
const PAGE = 100;
const ORDERS_PAGE = 500;

export interface AlpacaApiOptions {
  readonly address: string;
  /** Ends all that is under way. */
  readonly signal: AbortSignal;
  /** Shows a person an order that cannot be read. */
  readonly unreadable: (raw: string, reason: string) => void;
}

/** The trading API of Alpaca by its SDK, one request for one call. */
export class AlpacaApi {
  readonly #orders: trading.OrdersApi;
  readonly #account: trading.AccountsApi;
  readonly #positions: trading.PositionsApi;
  readonly #activities: trading.AccountActivitiesApi;
  readonly #unreadable: AlpacaApiOptions['unreadable'];

  private constructor(sdk: typeof trading, ports: BrokerPorts, options: AlpacaApiOptions) {
    const { address, signal } = options;
    this.#unreadable = options.unreadable;
    const { keyId = '', secretKey: secret = '' } = ports.fields;
    const configuration = new sdk.Configuration({
      keyId,
      secret,
      basePath: address,
      // Its own deadline runs by the machine's clock, and its retries are off unless asked for.
      timeoutMs: 0,
      fetchApi: createTimedFetch({ clock: ports.clock, fetch, timeoutMs: TIMEOUT_MS, signal }),
    });
    this.#orders = new sdk.OrdersApi(configuration);
    this.#account = new sdk.AccountsApi(configuration);
    this.#positions = new sdk.PositionsApi(configuration);
    this.#activities = new sdk.AccountActivitiesApi(configuration);
  }

  /** Loads the SDK. */
  static async load(ports: BrokerPorts, options: AlpacaApiOptions): Promise<AlpacaApi> {
    const { trading: sdk } = await import('@alpacahq/alpaca-trade-api/rest');
    return new AlpacaApi(sdk, ports, options);
  }

  async submit(postOrderRequest: trading.PostOrderRequest): Promise<AlpacaOrder> {
    return readAlpacaOrder(await bodyOf(this.#orders.postOrderRaw({ postOrderRequest })));
  }

  async cancel(orderId: string): Promise<void> {
    await this.#orders.deleteOrderByOrderIDRaw({ orderId });
  }

  async replace(orderId: string, patchOrderRequest: trading.PatchOrderRequest): Promise<AlpacaOrder> {
    return readAlpacaOrder(await bodyOf(this.#orders.patchOrderByOrderIdRaw({ orderId, patchOrderRequest })));
  }

  /** Null when Alpaca knows no order of this number. */
  byNumber(orderId: string): Promise<AlpacaOrder | null> {
    return this.#found(this.#orders.getOrderByOrderIDRaw({ orderId, nested: true }));
  }

  /** Null when Alpaca knows no order of this client id. */
  byClientId(clientOrderId: string): Promise<AlpacaOrder | null> {
    return this.#found(this.#orders.getOrderByClientOrderIdRaw({ clientOrderId }));
  }

  /**
   * Oldest first, those submitted from `since` on when it is told, with their legs. Orders of a form that has no place
   * here are shown to a person and left out.
   */
  async orders(status: 'open' | 'all', since?: number): Promise<AlpacaOrder[]> {
    const orders: AlpacaOrder[] = [];
    for (let last: string | undefined; ; ) {
      const page = await this.#list(
        this.#orders.getAllOrdersRaw({
          status,
          direction: 'asc',
          nested: true,
          limit: ORDERS_PAGE,
          ...(last !== undefined
            ? { afterOrderId: last }
            : since !== undefined
              ? { after: new Date(Math.max(0, since)).toISOString() }
              : {}),
        }),
      );
      orders.push(...page.flatMap((value) => this.#readable(value)));
      last = textOf(objectOf(page.at(-1))?.['id']);
      if (page.length < ORDERS_PAGE || last === undefined) return orders;
    }
  }

  /** From `since` on, inclusive, oldest first. */
  async fills(since: number): Promise<BrokerFill[]> {
    const fills: BrokerFill[] = [];
    for (let pageToken: string | undefined; ; ) {
      const page = await this.#list(
        this.#activities.getAccountActivitiesByActivityTypeRaw({
          activityType: 'FILL',
          direction: 'asc',
          pageSize: PAGE,
          // `after` is documented without saying whether it is inclusive.
          after: new Date(Math.max(0, since - 1)),
          ...(pageToken === undefined ? {} : { pageToken }),
        }),
      );
      fills.push(...page.map(readActivityFill));
      const last = objectOf(page.at(-1))?.['id'];
      if (page.length < PAGE || typeof last !== 'string') break;
      pageToken = last;
    }
    return fills.filter(({ eventTime }) => eventTime >= since).sort((a, b) => a.eventTime - b.eventTime);
  }

  async positions(): Promise<BrokerPosition[]> {
    return (await this.#list(this.#positions.getAllOpenPositionsRaw())).map(readAlpacaPosition);
  }

  async balance(): Promise<BrokerBalance> {
    return readAlpacaBalance(await bodyOf(this.#account.getAccountRaw()));
  }

  async #list(asked: Promise<{ readonly raw: Response }>): Promise<readonly unknown[]> {
    const list = listOf(await bodyOf(asked));
    if (!list) throw new UnreadableAnswer('a list was asked for');
    return list;
  }

  #readable(value: unknown): AlpacaOrder[] {
    try {
      return [readAlpacaOrder(value)];
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      this.#unreadable(JSON.stringify(value), error.message);
      return [];
    }
  }

  async #found(asked: Promise<{ readonly raw: Response }>): Promise<AlpacaOrder | null> {
    try {
      return readAlpacaOrder(await bodyOf(asked));
    } catch (error) {
      if (refusalOf(error)?.status === 404) return null;
      throw error;
    }
  }
}

/** The answer as it came: the SDK's own reading takes fields away that do not fit its models. */
async function bodyOf(asked: Promise<{ readonly raw: Response }>): Promise<unknown> {
  return (await asked).raw.json();
}

import type { ExecutionCostReport, FillModelView, RouteView } from '#contract/services/execution-costs';
import { intervalOfBars, storedTape, type Tape } from '#engine/market/tape';
import type { MarketStore } from '#engine/ports/market-store';
import type { SessionCharts } from '#engine/session/session-charts';
import { measureExecution, summarizeExecutions } from '#engine/trading/execution-costs';
import { executionUnits } from '#engine/trading/execution-units';
import { ownFillModel } from '#engine/trading/own-fill-model';
import { type RoutePorts, routeOrder } from './route-order.ts';

export interface CostDeskPorts extends RoutePorts {
  readonly market: MarketStore;
  readonly charts: SessionCharts;
}

export interface CostRequest {
  readonly account?: string | undefined;
  readonly symbol?: string | undefined;
}

export interface RouteRequest {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly limitPrice?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
}

/** Orders whose fills a fill model is fitted to. */
const FITTED_MAX = 2_000;
const NOTHING = async (): Promise<null> => null;

/** What trading has cost, what it is modelled to cost, and where it would cost least. */
export class CostDesk {
  readonly #ports: CostDeskPorts;

  constructor(ports: CostDeskPorts) {
    this.#ports = ports;
  }

  async executionCosts(request: CostRequest & { readonly limit: number }): Promise<ExecutionCostReport> {
    const { journal, accounts, market } = this.#ports;
    const { symbol, limit } = request;
    const { account, place, book } = accounts.require(request.account);
    const tape = place.session ? this.#replayTape() : storedTape(market);
    const units = executionUnits(journal.store, account, { limit, symbol });
    const measured = await Promise.all(units.map((unit) => measureExecution(unit, tape)));
    const orders = measured.filter(({ fills, shortfall }) => fills > 0 || shortfall !== null);
    return { account, currency: book.accountRow().currency, summary: summarizeExecutions(orders), orders };
  }

  fillModel({ account, symbol }: CostRequest): FillModelView {
    const { journal, accounts } = this.#ports;
    const { account: name } = accounts.require(account);
    return ownFillModel(name, executionUnits(journal.store, name, { limit: FITTED_MAX, symbol }));
  }

  /** Where an order at the market, or at a limit, would cost least; nothing is sent. */
  route({ accounts, limitPrice, ...rest }: RouteRequest): RouteView {
    const terms =
      limitPrice === undefined ? { type: 'market' as const } : { type: 'limit' as const, limitPrice };
    return routeOrder(this.#ports, { ...rest, ...terms, nonce: 'route' }, accounts);
  }

  /** A replay's market is its own: made as it is played, without quotes, and kept as bars for its last days alone. */
  #replayTape(): Tape {
    const { charts } = this.#ports;
    return {
      midAt: NOTHING,
      priceAt: NOTHING,
      interval: async (symbol, from, to) => {
        const bars = charts.playedBars(symbol, '1m');
        return bars && bars.length > 0 && bars.time[0]! <= from
          ? intervalOfBars(bars, '1m', 'bars of 1m of the replay', from, to)
          : null;
      },
    };
  }
}

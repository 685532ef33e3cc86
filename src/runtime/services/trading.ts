import { OctopusError } from '#contract/errors';
import { decimalToNumber } from '#domain/values/decimal';
import type { Engine } from '../create-engine.ts';
import { fillView, orderView } from '../views.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection, watchValue } from './watch.ts';

export function tradingHandlers(on: Implementer, engine: Engine) {
  const { keeper, views, journal, clock, changed } = engine;
  const portfolio = () => keeper.require().portfolio();
  return {
    preview: on.trading.preview.handler(({ input }) => keeper.require().orders.preview(input)),
    submit: on.trading.submit.handler(({ input }) => {
      const session = keeper.require();
      return orderView(session.transact(() => session.orders.submit(input)));
    }),
    cancel: on.trading.cancel.handler(({ input }) => {
      const session = keeper.require();
      return orderView(session.transact(() => session.orders.cancel(input.clientOrderId)));
    }),
    cancelAll: on.trading.cancelAll.handler(() => {
      const session = keeper.require();
      return { cancelled: session.transact(() => session.orders.cancelAll('cancelled by a person')) };
    }),
    flatten: on.trading.flatten.handler(({ input }) => {
      const session = keeper.require();
      return orderView(session.transact(() => session.orders.flatten(input.symbol, input.nonce)));
    }),
    orders: on.trading.orders.handler(({ input }) =>
      journal.store.orders(keeper.require().account, input.limit).map(orderView),
    ),
    watchOrders: on.trading.watchOrders.handler(({ signal }) =>
      watchCollection(views.orders, { clock, signal }),
    ),
    fills: on.trading.fills.handler(({ input }) =>
      journal.store.fills(keeper.require().account, input.limit).map(fillView),
    ),
    watchFills: on.trading.watchFills.handler(({ signal }) =>
      watchCollection(views.fills, { clock, signal }),
    ),
    portfolio: on.trading.portfolio.handler(portfolio),
    watchPortfolio: on.trading.watchPortfolio.handler(({ signal }) =>
      watchValue({ read: portfolio, onChange: (listener) => changed.onChange(listener) }, { clock, signal }),
    ),
    equityCurve: on.trading.equityCurve.handler(() => {
      const session = keeper.require();
      const account = journal.store.account(session.account);
      if (!account) throw new OctopusError('NOT_FOUND', `account ${session.account} is not in the journal`);
      let peak = decimalToNumber(account.startingCash);
      return journal.store.equity(session.id).map(({ time, equity, cash }) => {
        peak = Math.max(peak, equity);
        return { time, equity, cash: decimalToNumber(cash), drawdownPct: (equity / peak - 1) * 100 };
      });
    }),
  };
}

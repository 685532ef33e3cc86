import { OctopusError } from '#contract/errors';
import type { OrderStep } from '#contract/services/trading';
import type { OrderChange } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import { decimalToNumber } from '#domain/values/decimal';
import type { JournalRecord } from '#engine/ports/journal-store';
import { flattenPosition } from '#engine/trading/flatten-position';
import { present } from '#engine/trading/order-request';
import type { Engine } from '../engine/create-engine.ts';
import { fillView, orderView } from '../engine/views.ts';
import { algorithmHandlers } from './algorithms.ts';
import { executionCostHandlers } from './execution-costs.ts';
import type { Implementer } from './implementer.ts';
import { summarizeRecord } from './record-summary.ts';
import { watchCollection, watchValue } from './watch.ts';

export function tradingHandlers(on: Implementer, engine: Engine) {
  const { accounts, keeper, views, journal, clock, changed, proposals, algorithms, router } = engine;
  return {
    ...algorithmHandlers(on, engine),
    ...executionCostHandlers(on, engine),
    preview: on.trading.preview.handler(({ input }) =>
      router.isRouted(input) ? router.preview(input) : accounts.require(input.account).orders.preview(input),
    ),
    submit: on.trading.submit.handler(async ({ input }) => {
      if (router.isRouted(input)) return orderView(await router.submit(input));
      if (algorithms.sendsInParts(input)) return orderView(await algorithms.submitIceberg(input));
      const account = accounts.require(input.account);
      return orderView(await account.together(() => account.orders.submit(input)));
    }),
    cancel: on.trading.cancel.handler(({ input }) => {
      const account = accounts.accountOf(input.clientOrderId);
      return orderView(account.transact(() => account.orders.cancel(input.clientOrderId)));
    }),
    replace: on.trading.replace.handler(({ input: { clientOrderId, acceptPrecautions, ...change } }) => {
      const account = accounts.accountOf(clientOrderId);
      const wanted = amountsFromText<OrderChange>(present(change));
      return orderView(
        account.transact(() => account.orders.replace(clientOrderId, wanted, acceptPrecautions)),
      );
    }),
    cancelAll: on.trading.cancelAll.handler(({ input }) => {
      const account = accounts.require(input.account);
      return {
        cancelled: account.transact(() => account.orders.cancelAll('cancelled by a person', input.symbol)),
      };
    }),
    flatten: on.trading.flatten.handler(async ({ input: { account, symbol, nonce } }) => {
      const reason = 'the position is flattened';
      const chosen = accounts.require(account);
      return orderView(await flattenPosition(chosen, symbol, { nonce, reason, clock }));
    }),
    proposals: on.trading.proposals.handler(({ input }) => proposals.list(input.account)),
    watchProposals: on.trading.watchProposals.handler(({ input: { account }, signal }) =>
      watchCollection(
        proposals.views,
        { clock, signal },
        (one) => account === undefined || one.account === account,
      ),
    ),
    decideProposal: on.trading.decideProposal.handler(({ input: { id, choice } }) =>
      proposals.decide(id, choice, accounts.require(proposals.require(id).account)),
    ),
    orders: on.trading.orders.handler(({ input }) =>
      journal.store.orders(accounts.require(input.account).account, input.limit).map(orderView),
    ),
    orderHistory: on.trading.orderHistory.handler(({ input }) =>
      journal.store.correlated(input.clientOrderId).map(orderStep),
    ),
    watchOrders: on.trading.watchOrders.handler(({ input, signal }) =>
      watchCollection(views.blotterOf(journal, input.account).orders, { clock, signal }),
    ),
    fills: on.trading.fills.handler(({ input }) =>
      journal.store.fills(accounts.require(input.account).account, input.limit).map(fillView),
    ),
    watchFills: on.trading.watchFills.handler(({ input, signal }) =>
      watchCollection(views.blotterOf(journal, input.account).fills, { clock, signal }),
    ),
    portfolio: on.trading.portfolio.handler(({ input }) => accounts.require(input.account).portfolio()),
    watchPortfolio: on.trading.watchPortfolio.handler(({ input, signal }) =>
      watchValue(
        {
          read: () => accounts.require(input.account).portfolio(),
          onChange: (listener) => changed.onChange(listener),
        },
        { clock, signal },
      ),
    ),
    equityCurve: on.trading.equityCurve.handler(({ input }) => {
      const { account } = accounts.require(input.account);
      const row = journal.store.account(account);
      if (!row) throw new OctopusError('NOT_FOUND', `account ${account} is not in the journal`);
      let peak = decimalToNumber(row.startingCash);
      const id = keeper.current?.account === account ? keeper.current.id : account;
      return journal.store.equity(id).map(({ time, equity, cash }) => {
        peak = Math.max(peak, equity);
        return { time, equity, cash: decimalToNumber(cash), drawdownPct: (equity / peak - 1) * 100 };
      });
    }),
  };
}

function orderStep(record: JournalRecord): OrderStep {
  const { sequence, eventTime, receivedTime, kind, source } = record;
  return { sequence, eventTime, receivedTime, kind, source, text: summarizeRecord(record) };
}

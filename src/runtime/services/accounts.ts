import type { BrokerView } from '#contract/services/accounts';
import type { BrokerDefinition } from '#engine/ports/broker';
import type { SecretStoreState } from '#engine/ports/secret-store';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import { present } from '#engine/trading/order-request';
import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection } from './watch.ts';

export function accountHandlers(on: Implementer, engine: Engine) {
  const { accounts, brokers, secrets, clock } = engine;
  return {
    brokers: on.accounts.brokers.handler(async () => {
      const state = await secrets.describe();
      return brokers.definitions.map((definition) => brokerView(definition, state));
    }),
    list: on.accounts.list.handler(() => {
      accounts.refresh();
      return accounts.views.items();
    }),
    watch: on.accounts.watch.handler(({ signal }) => watchAccounts(engine, signal)),
    openPaper: on.accounts.openPaper.handler(({ input }) =>
      accounts.openPaper(input.account, input.cash, input.currency, input),
    ),
    setBorrowing: on.accounts.setBorrowing.handler(({ input: { account, symbol, ...entry } }) =>
      accounts.setBorrowing(account, symbol, present(entry)),
    ),
    connect: on.accounts.connect.handler(({ input }) => accounts.connect(input)),
    disconnect: on.accounts.disconnect.handler(({ input }) => accounts.disconnect(input.account)),
    reconcile: on.accounts.reconcile.handler(async ({ input: { account } }) => {
      await accounts.requireBroker(account).reconcile();
      return accounts.view(account);
    }),
    decide: on.accounts.decide.handler(
      async ({ input: { account, clientOrderId, choice, venueOrderId } }) => {
        await accounts.requireBroker(account).decide(clientOrderId, choice, venueOrderId);
        return accounts.view(account);
      },
    ),
    decideExternal: on.accounts.decideExternal.handler(({ input: { account, venueOrderId, choice } }) => {
      const broker = accounts.requireBroker(account);
      if (choice === 'ignore') accounts.ignoreExternal(account, venueOrderId);
      else if (choice === 'adopt') broker.adopt(venueOrderId);
      else broker.closeExternal(venueOrderId);
      return accounts.view(account);
    }),
    takeOver: on.accounts.takeOver.handler(async ({ input: { account, kind, what } }) => {
      await accounts.requireBroker(account).takeOverNamed(kind, what);
      return accounts.view(account);
    }),
    allowLive: on.accounts.allowLive.handler(({ input }) => accounts.allowLive(input.account, input.phrase)),
    setTradingState: on.accounts.setTradingState.handler(({ input: { account, tradingState, reason } }) => {
      accounts.require(account).setTradingState(tradingState, reason);
      accounts.refresh();
      return accounts.view(account);
    }),
    kill: on.accounts.kill.handler(async ({ input: { step, account, reason } }) => {
      const chosen = account === undefined ? accounts.all() : [accounts.require(account)];
      const press = { step, reason, nonce: engine.createId(), clock };
      const reports = await Promise.all(chosen.map((one) => pullKillSwitch(one, press)));
      accounts.refresh();
      return reports;
    }),
    protections: on.accounts.protections.handler(
      ({ input }) => accounts.require(input.account).protections.settings,
    ),
    setProtections: on.accounts.setProtections.handler(({ input }) => {
      const account = accounts.require(input.account);
      account.transact(() => account.protections.change(input.protections, account.eventTime));
      accounts.refresh();
      return account.protections.settings;
    }),
    liftProtection: on.accounts.liftProtection.handler(({ input: { account: name, lock, reason } }) => {
      const account = accounts.require(name);
      account.transact(() => account.protections.lift(lock, reason, account.eventTime));
      accounts.refresh();
      return accounts.view(name);
    }),
    watchdog: on.accounts.watchdog.handler(() => engine.watchdog.state()),
    watchdogActs: on.accounts.watchdogActs.handler(() => engine.watchdog.acts()),
    drill: on.accounts.drill.handler(({ input }) => engine.watchdog.drill(input.account)),
    drills: on.accounts.drills.handler(() => engine.watchdog.drills()),
  };
}

const REFRESH_MS = 1_000;

/** The accounts as they are when someone looks, and again, at most once a second, while prices move them. */
async function* watchAccounts({ accounts, changed, clock }: Engine, signal: AbortSignal | undefined) {
  let refreshed = Number.NEGATIVE_INFINITY;
  const refresh = (): void => {
    if (clock.now() - refreshed < REFRESH_MS) return;
    refreshed = clock.now();
    accounts.refresh();
  };
  refresh();
  const off = changed.onChange(refresh);
  try {
    yield* watchCollection(accounts.views, { clock, signal });
  } finally {
    off();
  }
}

function brokerView(definition: BrokerDefinition, state: SecretStoreState): BrokerView {
  const { id, name, aliases = [], environments, fields, capabilities } = definition;
  return {
    id,
    name,
    aliases: aliases.map((alias) => ({ ...alias })),
    environments: [...environments],
    fields: fields.map((field) => ({ ...field })),
    orderTypes: [...capabilities.orderTypes],
    timesInForce: [...capabilities.timesInForce],
    takesPostOnly: capabilities.takesPostOnly,
    takesReduceOnly: capabilities.takesReduceOnly,
    takesIceberg: capabilities.takesIceberg,
    quantityPrecision: capabilities.quantityPrecision,
    note: capabilities.note,
    secrets: { kind: state.kind, note: state.problem ?? state.name },
  };
}

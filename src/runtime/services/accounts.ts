import type { BrokerView } from '#contract/services/accounts';
import type { BrokerDefinition } from '#engine/ports/broker';
import type { SecretStoreState } from '#engine/ports/secret-store';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import type { Engine } from '../create-engine.ts';
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
    watch: on.accounts.watch.handler(({ signal }) => watchCollection(accounts.views, { clock, signal })),
    openPaper: on.accounts.openPaper.handler(({ input }) =>
      accounts.openPaper(input.account, input.cash, input.currency),
    ),
    connect: on.accounts.connect.handler(({ input }) => accounts.connect(input)),
    disconnect: on.accounts.disconnect.handler(({ input }) => accounts.disconnect(input.account)),
    reconcile: on.accounts.reconcile.handler(async ({ input: { account } }) => {
      await accounts.requireBroker(account).reconcile();
      return accounts.view(account);
    }),
    decide: on.accounts.decide.handler(async ({ input: { account, clientOrderId, choice } }) => {
      await accounts.requireBroker(account).decide(clientOrderId, choice);
      return accounts.view(account);
    }),
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
    kill: on.accounts.kill.handler(({ input: { step, account, reason } }) => {
      const chosen = account === undefined ? accounts.all() : [accounts.require(account)];
      const nonce = engine.createId();
      const reports = chosen.map((one) => pullKillSwitch(one, step, reason, nonce));
      accounts.refresh();
      return reports;
    }),
  };
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

import type { EngineClient } from '#contract/rpc/connect-channel';
import { createEngine } from '#runtime/engine/create-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { alpacaVendor } from './alpaca-vendor.ts';

/**
 * A whole engine in a process of its own, with an order that rests at a double of Alpaca, to be frozen, killed or ended:
 * `watched-engine.ts FOLDER ADDRESSES LIMIT_SECONDS`. Keys come from variables, as the watchdog takes them too.
 */
const [dataFolder = '', addresses = '{}', limit = '2'] = process.argv.slice(2);
const silent = (): void => undefined;
const engine = await createEngine({
  dataFolder,
  host: 'command-line',
  log: { debug: silent, info: silent, warn: console.error, error: console.error },
  processHost: createNodeProcessHost(),
  isSessionWanted: false,
});
const { instrument } = alpacaVendor;
await engine.stores.market.putInstruments([
  { ...instrument, name: instrument.symbol, timeZone: 'America/New_York', source: 'test', isTradable: true },
]);
engine.board.publish(engine.board.slot(instrument.symbol), engine.clock.now(), 100, 100, 100, 0);
engine.settings.update({ watchdog: { isOn: true, limitSeconds: Number(limit), action: 'cancel' } });
await engine.watchdog.begin();
const known = engine.journal.store.account('main');
if (known) engine.accounts.restore();
else
  await engine.accounts.connect({
    account: 'main',
    broker: alpacaVendor.definition.id,
    environment: 'paper',
    fields: {},
    addresses: JSON.parse(addresses) as Record<string, string>,
  });
engine.watchdog.watch();

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await engine.clock.sleep(10);
};
const view = () => engine.accounts.view('main');
await until(() => {
  engine.accounts.refresh();
  return view().connection?.kind === 'ready' && view().reconciliation !== null;
});
if (!known) {
  const account = engine.accounts.require('main');
  const request: Parameters<EngineClient['trading']['submit']>[0] = {
    symbol: instrument.symbol,
    side: 'buy',
    type: 'limit',
    limitPrice: '99',
    quantity: '10',
    timeInForce: 'gtc',
    nonce: 'only',
  };
  const { clientOrderId } = account.transact(() => account.orders.submit(request));
  await until(() => engine.journal.projection.order(clientOrderId)?.status === 'working');
  await until(() => engine.watchdog.state().phase === 'watching');
}
engine.journal.onCommitted(({ records }) => {
  for (const { kind } of records) if (kind === 'WatchdogActed') process.send?.({ kind: 'acted', ...told() });
});
process.on('message', () => void engine.stop().then(() => process.exit(0)));
process.send?.({ kind: 'ready', ...told() });

function told() {
  return {
    acts: engine.watchdog.acts(),
    tradingState: engine.journal.projection.account('main')?.tradingState,
    watchdog: engine.watchdog.state(),
  };
}

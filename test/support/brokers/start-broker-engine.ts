import { createRouterClient } from '@orpc/server';
import type { AccountView } from '#contract/services/accounts';
import type { OrderView } from '#contract/services/trading';
import { parseDecimal } from '#domain/values/decimal';
import type { HostedProcess } from '#engine/ports/process-host';
import type { SecretName, SecretStore } from '#engine/ports/secret-store';
import { createEngine, type Engine } from '#runtime/engine/create-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { createRouter } from '#runtime/services/create-router';
import type { BrokerVendor, BrokerVenueDouble } from './broker-vendor.ts';

/** What a double holds of money when a test begins. */
export const STARTING_CASH = '25000.5';
const PRICE = 101.5;
const WAIT_MS = 5;

/** A keychain in memory, which outlives the engines of a test. */
export interface MemorySecrets extends SecretStore {
  readonly kept: Map<string, string>;
}

export function memorySecrets(): MemorySecrets {
  const kept = new Map<string, string>();
  const keyOf = ({ owner, account = '', field }: SecretName): string => `${owner}/${account}/${field}`;
  return {
    kept,
    get: async (name) => kept.get(keyOf(name)) ?? null,
    set: async (name, value) => void kept.set(keyOf(name), value),
    delete: async (name) => kept.delete(keyOf(name)),
    describe: async () => ({ kind: 'keychain', name: 'memory of the test', problem: null }),
  };
}

/** A whole engine whose brokers run in processes of their own, and a client that is answered as any is. */
export interface BrokerEngine {
  readonly engine: Engine;
  readonly client: ReturnType<typeof clientOf>;
  /** Of brokers, oldest first; those that ended too. */
  readonly processes: readonly HostedProcess[];
  /** Every line of the log, of every level. */
  readonly lines: readonly string[];
  view(account?: string): AccountView;
  /** Waits until it is so. Fails with what the account looks like after a quarter of a minute. */
  until(isSo: () => boolean, what: string): Promise<void>;
  /** Waits until the account is connected and its books were compared. */
  ready(account?: string): Promise<AccountView>;
  order(clientOrderId: string): Promise<OrderView>;
  untilOrder(clientOrderId: string, isSo: (order: OrderView) => boolean): Promise<OrderView>;
  stop(): Promise<void>;
}

const LIMIT_MS = 15_000;

function clientOf(engine: Engine) {
  return createRouterClient(createRouter(engine), { context: { client: 'test' } });
}

export interface BrokerEngineOptions {
  readonly dataFolder: string;
  readonly vendor: BrokerVendor;
  readonly secrets: SecretStore;
}

/** Starts the engine of a folder. The vendor's instrument has a price. */
export async function startBrokerEngine(options: BrokerEngineOptions): Promise<BrokerEngine> {
  const { dataFolder, vendor, secrets } = options;
  const lines: string[] = [];
  const keep = (message: string, fields?: object): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  const host = createNodeProcessHost();
  const processes: HostedProcess[] = [];
  const engine = await createEngine({
    dataFolder,
    host: 'command-line',
    log: { debug: keep, info: keep, warn: keep, error: keep },
    processHost: {
      kind: host.kind,
      spawn(entry, id) {
        const process = host.spawn(entry, id);
        if (entry === 'broker') processes.push(process);
        return process;
      },
    },
    secrets,
    isSessionWanted: false,
  });
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await engine.stop();
    for (const process of processes) process.kill();
  };
  const { instrument } = vendor;
  await engine.stores.market.putInstruments([
    {
      ...instrument,
      name: instrument.symbol,
      timeZone: 'America/New_York',
      source: 'test',
      isTradable: true,
    },
  ]);
  const slot = engine.board.slot(instrument.symbol);
  engine.board.publish(slot, engine.clock.now(), PRICE, PRICE, PRICE, 0);
  engine.accounts.restore();

  const client = clientOf(engine);
  const view = (account = 'main'): AccountView => engine.accounts.view(account);
  const until = async (isSo: () => boolean, what: string): Promise<void> => {
    const end = Date.now() + LIMIT_MS;
    while (!isSo()) {
      if (Date.now() > end)
        throw new Error(
          `it never came to be that ${what}; ${JSON.stringify(engine.accounts.views.items())}\n${lines.slice(-5).join('\n')}`,
        );
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  };
  const order = async (clientOrderId: string): Promise<OrderView> => {
    const found = (await client.trading.orders({ account: 'main' })).find(
      (one) => one.clientOrderId === clientOrderId,
    );
    if (!found) throw new Error(`no order ${clientOrderId} is listed`);
    return found;
  };
  return {
    engine,
    client,
    processes,
    lines,
    view,
    until,
    async ready(account = 'main') {
      await until(() => {
        const { connection, reconciliation, isReconciling } = view(account);
        return connection?.kind === 'ready' && reconciliation !== null && !isReconciling;
      }, `${account} is ready`);
      return view(account);
    },
    order,
    async untilOrder(clientOrderId, isSo) {
      let latest = await order(clientOrderId);
      const end = Date.now() + LIMIT_MS;
      while (!isSo(latest)) {
        if (Date.now() > end) throw new Error(`the order stays ${JSON.stringify(latest)}`);
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
        latest = await order(clientOrderId);
      }
      return latest;
    },
    stop,
  };
}

/** What the double answers of dollars from now on. */
export function setMoney(venue: BrokerVenueDouble, cash: string, currency = 'USD'): void {
  venue.setBalances([
    { currency, cash: parseDecimal(cash), buyingPower: parseDecimal(cash), equity: parseDecimal(cash) },
  ]);
}

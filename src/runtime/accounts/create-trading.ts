import { createKeyringSecretStore } from '#adapters/secrets/keyring/keyring-secret-store';
import type { Log } from '#engine/ports/log';
import type { MarketStore } from '#engine/ports/market-store';
import type { ProcessHost } from '#engine/ports/process-host';
import type { SecretStore } from '#engine/ports/secret-store';
import type { SessionCharts } from '#engine/session/session-charts';
import { type BrokerDesk, createBrokerDesk } from '../brokers/broker-desk.ts';
import type { LiveViews } from '../market-data/live-views.ts';
import { AccountKeeper, type AccountKeeperPorts } from './account-keeper.ts';
import { AlgorithmDesk } from './algorithm-desk.ts';
import { CostDesk } from './cost-desk.ts';
import { OrderRouter } from './order-router.ts';

export interface TradingPorts extends Omit<AccountKeeperPorts, 'secrets' | 'brokers' | 'tell'> {
  readonly host: ProcessHost;
  readonly log: Log;
  readonly views: LiveViews;
  readonly market: MarketStore;
  readonly charts: SessionCharts;
  /** In the place of the operating system's keychain. */
  readonly secrets?: SecretStore | undefined;
}

/** What orders are sent with: where keys are kept, the brokers, every account that is open, and what works on them. */
export interface Trading {
  readonly secrets: SecretStore;
  readonly brokers: BrokerDesk;
  readonly accounts: AccountKeeper;
  /** Orders that are worked in parts. */
  readonly algorithms: AlgorithmDesk;
  /** What orders have cost, and where they would cost least. */
  readonly costs: CostDesk;
  /** Orders to wherever they cost least. */
  readonly router: OrderRouter;
}

export function createTrading(ports: TradingPorts): Trading {
  const { host, clock, log, views } = ports;
  const secrets =
    ports.secrets ?? createKeyringSecretStore({ environment: process.env, platform: process.platform });
  const brokers = createBrokerDesk({ host, clock, log, secrets });
  const accounts = new AccountKeeper({
    ...ports,
    secrets,
    brokers,
    tell: (severity, title, text) =>
      views.notify({ eventTime: clock.now(), severity, source: 'execution_manager', title, text }),
  });
  return {
    secrets,
    brokers,
    accounts,
    algorithms: new AlgorithmDesk({ ...ports, accounts, brokers }),
    costs: new CostDesk({ ...ports, accounts, brokers }),
    router: new OrderRouter({ ...ports, accounts, brokers }),
  };
}

import { createKeyringSecretStore } from '#adapters/secrets/keyring/keyring-secret-store';
import type { Log } from '#engine/ports/log';
import type { ProcessHost } from '#engine/ports/process-host';
import type { SecretStore } from '#engine/ports/secret-store';
import { AccountKeeper, type AccountKeeperPorts } from './account-keeper.ts';
import { type BrokerDesk, createBrokerDesk } from './broker-desk.ts';
import type { LiveViews } from './live-views.ts';

export interface TradingPorts extends Omit<AccountKeeperPorts, 'secrets' | 'brokers' | 'tell'> {
  readonly host: ProcessHost;
  readonly log: Log;
  readonly views: LiveViews;
  /** In the place of the operating system's keychain. */
  readonly secrets?: SecretStore | undefined;
}

/** What orders are sent with: where keys are kept, the brokers, and every account that is open. */
export interface Trading {
  readonly secrets: SecretStore;
  readonly brokers: BrokerDesk;
  readonly accounts: AccountKeeper;
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
  return { secrets, brokers, accounts };
}

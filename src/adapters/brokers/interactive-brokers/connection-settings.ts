import { REGIONS, type Region } from './restart-window.ts';

/** What a person entered, read. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly clientId: number;
  readonly environment: 'paper' | 'live';
  readonly region: Region;
  /** Takes the account to trade from those of the login. Answers why it cannot, or null. */
  choose(accounts: readonly string[]): string | null;
  /** Throws when none was chosen yet. */
  account(): string;
}

const PORT_MAX = 65_535;

/** Reads the fields; a text says which is wrong and what to enter. `address` is `host:port`. */
export function connectionSettings(
  fields: Readonly<Record<string, string>>,
  environment: 'paper' | 'live',
  address: string,
): ConnectionSettings | string {
  const [usualHost = '', usualPort = ''] = address.split(':');
  const host = fields['host']?.trim() || usualHost;
  const port = Number(fields['port']?.trim() || usualPort);
  const clientId = Number(fields['clientId']?.trim() || DEFAULT_CLIENT_ID);
  const regionName = fields['region']?.trim() || 'america';
  const region = REGIONS.find((name) => name === regionName);
  if (!Number.isInteger(port) || port < 1 || port > PORT_MAX)
    return `the port "${fields['port'] ?? usualPort}" is none; TWS shows its own under API, Settings`;
  if (!Number.isInteger(clientId) || clientId < 0 || clientId > 999_999)
    return `the client number "${fields['clientId'] ?? ''}" is none; enter a whole number from 0 to 999999`;
  if (!region) return `the region "${regionName}" is none; enter ${REGIONS.join(', ')}`;
  const wanted = fields['account']?.trim() ?? '';
  let chosen: string | null = null;
  return {
    host,
    port,
    clientId,
    environment,
    region,
    choose(accounts) {
      const account = wanted || (accounts.length === 1 ? accounts[0] : undefined);
      if (account === undefined || !accounts.includes(account)) {
        const known = accounts.join(', ') || 'none';
        return wanted
          ? `this login has no account ${wanted}; it has ${known}`
          : `this login has several accounts; enter one of ${known} as account`;
      }
      // The broker names demonstration accounts with a D before the usual letter.
      const isPaper = account.startsWith('D');
      if (isPaper !== (environment === 'paper')) {
        return `TWS is logged in to the ${isPaper ? 'paper' : 'live'} account ${account}, not a ${environment} one; log in to the other, or change the port`;
      }
      if (chosen !== null && chosen !== account)
        return `TWS is logged in to ${account}, but was to ${chosen}; log in to ${chosen} again, or connect anew`;
      chosen = account;
      return null;
    },
    account() {
      if (chosen === null) throw new RangeError('no account was chosen yet');
      return chosen;
    },
  };
}

/** Not 0, which TWS gives rights of its own, nor the 1 most programs take. */
export const DEFAULT_CLIENT_ID = '47';

import type { BrokerDefinition } from '#engine/ports/broker';
import { CcxtClient } from './ccxt-client.ts';
import { CoinbaseDialect } from './coinbase-dialect.ts';
import { ExchangeConnection } from './exchange-connection.ts';

/** Its sandbox answers the same to whatever is asked: there is no environment to try orders in. */
const ADDRESSES = {
  paper: { rest: '', stream: '' },
  live: { rest: 'https://api.coinbase.com', stream: 'wss://advanced-trade-ws-user.coinbase.com' },
};

/** Coinbase Advanced Trade, through ccxt. */
export const coinbase: BrokerDefinition = {
  id: 'coinbase',
  name: 'Coinbase',
  aliases: [
    {
      id: 'coinbase-pro',
      name: 'Coinbase Pro',
      notice:
        'Coinbase Pro closed in 2022 and its keys no longer work: this is Coinbase Advanced Trade, which took its place. Create a new API key there.',
    },
  ],
  capabilities: {
    assetClasses: ['crypto'],
    orderTypes: ['market', 'limit', 'stop-limit', 'limit-if-touched'],
    timesInForce: ['gtc', 'gtd', 'ioc', 'fok'],
    takesPostOnly: true,
    takesReduceOnly: false,
    takesIceberg: false,
    takesReplace: false,
    takesShort: false,
    findsByClientId: true,
    quantityPrecision: 8,
    clientIdLengthMax: 128,
    note: 'Spot only; pairs such as BTC-USD. Fills are asked for when the stream tells of some. An order is found by our id among the newest 5,000 of its pair.',
  },
  fields: [
    {
      name: 'apiKey',
      label: 'API key name',
      isSecret: true,
      isRequired: true,
      hint: 'organizations/…/apiKeys/…; allow to view and trade, never to transfer',
    },
    {
      name: 'secret',
      label: 'private key',
      isSecret: true,
      isRequired: true,
      hint: 'of the form -----BEGIN EC PRIVATE KEY-----, or an Ed25519 key in base64',
    },
    {
      name: 'currency',
      label: 'currency of the account',
      isSecret: false,
      isRequired: false,
      default: 'USD',
      hint: 'what counts as cash; all else is a position',
    },
  ],
  environments: ['live'],
  addresses: ADDRESSES,
  open(ports, sink) {
    const addresses = { ...ADDRESSES[ports.environment], ...ports.addresses };
    const load = async (signal: AbortSignal) => {
      const client = await CcxtClient.load('coinbase', ports, signal);
      return { client, dialect: new CoinbaseDialect(client, ports, addresses.rest) };
    };
    return new ExchangeConnection({ definition: coinbase, ports, load, addresses }, sink);
  },
};

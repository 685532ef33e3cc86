import type { BrokerDefinition } from '#engine/ports/broker';
import { BinanceDialect } from './binance-dialect.ts';
import { CcxtClient } from './ccxt-client.ts';
import { ExchangeConnection } from './exchange-connection.ts';

const ADDRESSES = {
  paper: { rest: 'https://testnet.binance.vision', stream: 'wss://ws-api.testnet.binance.vision/ws-api/v3' },
  live: { rest: 'https://api.binance.com', stream: 'wss://ws-api.binance.com:443/ws-api/v3' },
};

/** Binance's spot market, through ccxt. */
export const binance: BrokerDefinition = {
  id: 'binance',
  name: 'Binance',
  capabilities: {
    assetClasses: ['crypto'],
    orderTypes: ['market', 'limit', 'stop', 'stop-limit', 'market-if-touched', 'limit-if-touched'],
    timesInForce: ['gtc', 'ioc', 'fok'],
    takesPostOnly: true,
    takesReduceOnly: false,
    takesIceberg: true,
    takesReplace: false,
    takesShort: false,
    findsByClientId: true,
    quantityPrecision: 8,
    clientIdLengthMax: 36,
    note: 'Spot only; pairs such as BTC-USDT. Fees in the coin bought are told at its price, those in a third coin such as BNB not at all.',
  },
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      isSecret: true,
      isRequired: true,
      hint: 'from API Management; allow spot trading, never withdrawals',
    },
    { name: 'secret', label: 'secret key', isSecret: true, isRequired: true, hint: 'an HMAC key' },
    {
      name: 'currency',
      label: 'currency of the account',
      isSecret: false,
      isRequired: false,
      default: 'USDT',
      hint: 'what counts as cash; all else is a position',
    },
  ],
  environments: ['paper', 'live'],
  addresses: ADDRESSES,
  open(ports, sink) {
    const addresses = { ...ADDRESSES[ports.environment], ...ports.addresses };
    const load = async (signal: AbortSignal) => {
      const client = await CcxtClient.load('binance', ports, signal);
      return { client, dialect: new BinanceDialect(client, ports, addresses.rest) };
    };
    return new ExchangeConnection({ definition: binance, ports, load, addresses }, sink);
  },
};

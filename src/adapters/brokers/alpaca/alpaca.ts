import type { OrderType, TimeInForce } from '#domain/orders/order';
import type { BrokerDefinition } from '#engine/ports/broker';
import { AlpacaConnection } from './alpaca-connection.ts';
import { ALPACA_LEGS_MAX, ALPACA_TYPES, ALPACA_VALIDITIES } from './alpaca-order-request.ts';

const ADDRESSES = {
  paper: { trading: 'https://paper-api.alpaca.markets', stream: 'wss://paper-api.alpaca.markets/stream' },
  live: { trading: 'https://api.alpaca.markets', stream: 'wss://api.alpaca.markets/stream' },
} as const;

/** US shares and options by the trading API of Alpaca, on paper or with money (docs.alpaca.markets/docs/trading-api). */
export const alpaca: BrokerDefinition = {
  id: 'alpaca',
  name: 'Alpaca',
  capabilities: {
    assetClasses: ['equity', 'option'],
    orderTypes: Object.keys(ALPACA_TYPES) as OrderType[],
    timesInForce: Object.keys(ALPACA_VALIDITIES) as TimeInForce[],
    takesPostOnly: false,
    takesReduceOnly: false,
    takesIceberg: false,
    takesReplace: true,
    takesShort: true,
    comboLegsMax: ALPACA_LEGS_MAX,
    findsByClientId: true,
    quantityPrecision: 8,
    clientIdLengthMax: 128,
    note: 'Parts of a share go in day orders only and cannot be sold short. Options and combinations of them go in day orders. Fees of regulators come with the day, not with the fill.',
  },
  fields: [
    {
      name: 'keyId',
      label: 'Key ID',
      isSecret: true,
      isRequired: true,
      hint: 'Paper and live accounts have keys of their own.',
    },
    { name: 'secretKey', label: 'Secret key', isSecret: true, isRequired: true },
  ],
  environments: ['paper', 'live'],
  addresses: ADDRESSES,
  open(ports, sink) {
    const { trading, stream } = ADDRESSES[ports.environment];
    return new AlpacaConnection(ports, sink, {
      trading: ports.addresses['trading'] ?? trading,
      stream: ports.addresses['stream'] ?? stream,
    });
  },
};

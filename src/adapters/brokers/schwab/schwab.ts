import type { OrderType, TimeInForce } from '#domain/orders/order';
import type { BrokerDefinition } from '#engine/ports/broker';
import { SchwabConnection } from './schwab-connection.ts';
import { SCHWAB_LEGS_MAX } from './schwab-legs.ts';
import { DEFAULT_CALLBACK_URL } from './schwab-login.ts';
import { SCHWAB_TYPES, SCHWAB_VALIDITIES } from './schwab-order-request.ts';

const LIVE = {
  trader: 'https://api.schwabapi.com/trader/v1',
  oauth: 'https://api.schwabapi.com/v1/oauth',
} as const;

/** US shares and options by the Trader API of Charles Schwab (developer.schwab.com). */
export const schwab: BrokerDefinition = {
  id: 'schwab',
  name: 'Schwab',
  aliases: [
    {
      id: 'td-ameritrade',
      name: 'TD Ameritrade',
      notice:
        'The API of TD Ameritrade closed on 10 May 2024 and its accounts moved to Schwab, which takes its place here: log in with your Schwab account.',
    },
  ],
  capabilities: {
    assetClasses: ['equity', 'option'],
    orderTypes: Object.keys(SCHWAB_TYPES) as OrderType[],
    timesInForce: [...(Object.keys(SCHWAB_VALIDITIES) as TimeInForce[]), 'at-close'],
    takesPostOnly: false,
    takesReduceOnly: false,
    takesIceberg: false,
    takesReplace: false,
    takesShort: false,
    comboLegsMax: SCHWAB_LEGS_MAX,
    findsByClientId: false,
    quantityPrecision: 0,
    // It is given none; ours have so many.
    clientIdLengthMax: 26,
    note: 'A login lasts seven days. Schwab keeps no ids of ours: an order whose outcome is unknown has to be recognised by a person. News of orders come by asking, up to ten seconds late.',
  },
  fields: [
    {
      name: 'appKey',
      label: 'App key',
      isSecret: false,
      isRequired: true,
      hint: 'Of your app at developer.schwab.com.',
    },
    { name: 'appSecret', label: 'App secret', isSecret: true, isRequired: true },
    {
      name: 'callbackUrl',
      label: 'Callback URL',
      isSecret: false,
      isRequired: false,
      default: DEFAULT_CALLBACK_URL,
      hint: 'As it is registered with your app.',
    },
    {
      name: 'answerUrl',
      label: 'Address after login',
      isSecret: true,
      isRequired: false,
      hint: 'The whole address that your browser was sent to after you logged in.',
    },
    {
      name: 'accountNumber',
      label: 'Account number',
      isSecret: false,
      isRequired: false,
      hint: 'Needed when the login has several accounts.',
    },
    {
      name: 'refreshToken',
      label: 'Refresh token',
      isSecret: true,
      isRequired: false,
      hint: 'Kept by the program.',
    },
    {
      name: 'refreshTokenTime',
      label: 'Time of login',
      isSecret: false,
      isRequired: false,
      hint: 'Kept by the program.',
    },
  ],
  environments: ['live'],
  addresses: { paper: {}, live: LIVE },
  open: (ports, sink) =>
    new SchwabConnection(ports, sink, {
      trader: ports.addresses['trader'] ?? LIVE.trader,
      oauth: ports.addresses['oauth'] ?? LIVE.oauth,
    }),
};

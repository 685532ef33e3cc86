import type { BrokerConnection, BrokerDefinition, BrokerPorts, BrokerSink } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import { connectionSettings, DEFAULT_CLIENT_ID } from './connection-settings.ts';
import { GatewayConnection } from './gateway-connection.ts';

const NAME = 'Interactive Brokers';

/** Interactive Brokers, by a Trader Workstation or Gateway that a person has logged in to. */
export const interactiveBrokers: BrokerDefinition = {
  id: 'interactive-brokers',
  name: NAME,
  capabilities: {
    assetClasses: ['equity', 'option', 'forex', 'crypto'],
    orderTypes: [
      'market',
      'limit',
      'stop',
      'stop-limit',
      'market-if-touched',
      'limit-if-touched',
      'trailing-stop',
      'trailing-stop-limit',
      'market-to-limit',
    ],
    timesInForce: ['day', 'gtc', 'gtd', 'ioc', 'fok', 'at-open', 'at-close'],
    takesPostOnly: false,
    takesReduceOnly: false,
    takesIceberg: true,
    takesReplace: true,
    takesShort: true,
    comboLegsMax: 4,
    findsByClientId: true,
    quantityPrecision: 8,
    clientIdLengthMax: 40,
    note: 'Needs Trader Workstation or Gateway, logged in, on this machine or network. It tells completed orders and fills of the current day alone, restarts every night, and wants a login with a second factor once a week. Fees come up to 2 s after a fill; a fill whose fee is later is told without.',
  },
  fields: [
    {
      name: 'host',
      label: 'Host',
      isSecret: false,
      isRequired: false,
      hint: 'Where TWS or Gateway runs; 127.0.0.1 when left empty',
    },
    {
      name: 'port',
      label: 'Port',
      isSecret: false,
      isRequired: false,
      hint: 'TWS 7497 paper, 7496 live; Gateway 4002 paper, 4001 live; that of Gateway when left empty',
    },
    {
      name: 'clientId',
      label: 'Client number',
      isSecret: false,
      isRequired: false,
      default: DEFAULT_CLIENT_ID,
      hint: 'One no other program of this TWS uses. Keep it: orders can only be changed under the number they were placed with',
    },
    {
      name: 'account',
      label: 'Account',
      isSecret: false,
      isRequired: false,
      hint: 'Needed when the login has several',
    },
    {
      name: 'region',
      label: 'Region of the nightly reset',
      isSecret: false,
      isRequired: false,
      default: 'america',
      hint: 'america, europe or asia',
    },
  ],
  environments: ['paper', 'live'],
  addresses: { paper: { gateway: '127.0.0.1:4002' }, live: { gateway: '127.0.0.1:4001' } },
  open(ports, sink) {
    const usual = interactiveBrokers.addresses[ports.environment]['gateway'] ?? '';
    const settings = connectionSettings(ports.fields, ports.environment, ports.addresses['gateway'] ?? usual);
    return typeof settings === 'string'
      ? unfit(settings, ports, sink)
      : new GatewayConnection(ports, sink, settings);
  },
};

/** What was entered cannot be used: nothing is ever sent. */
function unfit(reason: string, { clock }: BrokerPorts, sink: BrokerSink): BrokerConnection {
  let isClosed = false;
  sink.state({ kind: 'needs-login', reason });
  const unsent =
    (command: 'submit' | 'cancel' | 'replace') => (order: { readonly clientOrderId: string }) => {
      const { clientOrderId } = order;
      if (!isClosed) sink.event({ kind: 'unsent', command, clientOrderId, reason, eventTime: clock.now() });
    };
  const refuse = async (): Promise<never> => {
    throw new BrokerError('unauthorised', NAME, `${reason}; then connect anew`);
  };
  return {
    submit: unsent('submit'),
    cancel: unsent('cancel'),
    replace: unsent('replace'),
    order: refuse,
    openOrders: refuse,
    fills: refuse,
    positions: refuse,
    balances: refuse,
    close() {
      if (isClosed) return;
      isClosed = true;
      sink.state({ kind: 'closed', reason: 'closed here' });
    },
  };
}

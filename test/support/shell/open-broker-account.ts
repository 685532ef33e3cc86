import { alpaca } from '#adapters/brokers/alpaca/alpaca';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerConnection, BrokerEvent } from '#engine/ports/broker';
import type { ProcessHost } from '#engine/ports/process-host';
import { BrokerProcess } from '#runtime/brokers/broker-process';
import { createLiveClock } from '#runtime/processes/live-clock';
import { quietLog } from '../quiet-log.ts';

/** What the test tells of the venue's double. */
export interface BrokerTrial {
  readonly fields: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
  readonly clientOrderId: string;
}

/** Opens an account at Alpaca in a broker process of the host, sends one order when it is ready, and tells all that is heard. */
export function openBrokerAccount(
  { fields, addresses, clientOrderId }: BrokerTrial,
  host: ProcessHost,
  tell: (text: string) => void,
): BrokerConnection {
  let isSent = false;
  const process = {
    definition: alpaca,
    id: 'broker-alpaca-main',
    host,
    clock: createLiveClock(),
    log: quietLog(),
    environment: 'paper',
    addresses,
    fields: async () => fields,
    keepField: () => undefined,
  } as const;
  const connection = new BrokerProcess(process, {
    event: (event) => tell(`broker event ${eventText(event)}`),
    state: (state) => {
      tell(`broker is ${state.kind}${'reason' in state ? `: ${state.reason}` : ''}`);
      if (state.kind !== 'ready' || isSent) return;
      isSent = true;
      connection.submit({
        clientOrderId,
        symbol: 'AAPL',
        side: 'buy',
        type: 'limit',
        quantity: parseDecimal('123456789.00000001'),
        limitPrice: parseDecimal('101.25'),
        timeInForce: 'day',
        instrument: {
          symbol: 'AAPL',
          assetClass: 'equity',
          currency: 'USD',
          venue: 'XNAS',
          pricePrecision: 2,
        },
      });
    },
  });
  return connection;
}

function eventText(event: BrokerEvent): string {
  const { kind } = event;
  if (kind === 'filled') return `filled ${event.fill.quantity} at ${event.fill.price}`;
  return kind === 'outcome-unknown' ? `${kind} of ${event.command}` : kind;
}

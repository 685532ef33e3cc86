import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alpacaVendor } from '../support/brokers/alpaca-vendor.ts';
import { slowLine } from '../support/brokers/slow-line.ts';
import { memorySecrets, setMoney, startBrokerEngine } from '../support/brokers/start-broker-engine.ts';
import type { BenchRow } from './bench-row.ts';

const ORDERS = 100;
const ROUND_TRIP_MS = 50;

/** From a person's click to the broker's acknowledgement in the journal, with a line of 50 ms to the broker and back. */
export async function brokerOrderRows(): Promise<BenchRow[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const venue = await alpacaVendor.start(() => Date.now());
  setMoney(venue, '1000000');
  const portOf = (address: string | undefined): number => Number(new URL(address ?? '').port);
  const line = await slowLine(portOf(venue.addresses['trading']), ROUND_TRIP_MS / 2);
  const addresses = Object.fromEntries(
    Object.entries(venue.addresses).map(([name, address]) => [
      name,
      address.replace(/:\d+/, `:${line.port}`),
    ]),
  );
  const desk = await startBrokerEngine({ dataFolder, vendor: alpacaVendor, secrets: memorySecrets() });
  try {
    await desk.engine.accounts.connect({
      account: 'main',
      broker: alpacaVendor.definition.id,
      environment: alpacaVendor.environment,
      fields: alpacaVendor.fields,
      addresses,
    });
    await desk.ready();
    const times: number[] = [];
    for (let i = 0; i < ORDERS; i++) times.push(await clickToAcknowledged(desk, String(i)));
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.floor(share * (times.length - 1))]!;
    const name = `click to broker's acknowledgement, ${ROUND_TRIP_MS} ms line`;
    return [
      { name: `${name}, p50`, value: at(0.5), unit: 'ms' },
      { name: `${name}, p95`, value: at(0.95), unit: 'ms', goal: 'below 200 ms' },
    ];
  } finally {
    await desk.stop();
    await line.close();
    await venue.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Milliseconds. The order is cancelled afterwards, so that none rests beside the next. */
async function clickToAcknowledged(
  { client, engine, untilOrder }: Awaited<ReturnType<typeof startBrokerEngine>>,
  nonce: string,
): Promise<number> {
  const acknowledged = new Promise<number>((resolve) => {
    const stop = engine.journal.onCommitted(({ records }) => {
      if (!records.some(({ kind }) => kind === 'OrderAcknowledged')) return;
      stop();
      resolve(performance.now());
    });
  });
  const clicked = performance.now();
  const { clientOrderId } = await client.trading.submit({
    account: 'main',
    symbol: 'AAPL',
    side: 'buy',
    type: 'limit',
    quantity: '1',
    limitPrice: '100',
    timeInForce: 'gtc',
    nonce,
  });
  const took = (await acknowledged) - clicked;
  await client.trading.cancel({ clientOrderId });
  await untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
  return took;
}

import { expect, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import type { TickCourse } from '#runtime/accounts/account-ticks';
import { alpacaVendor } from '../support/brokers/alpaca-vendor.ts';
import { memorySecrets, openBrokerEngine, startVenue } from '../support/brokers/broker-engine.ts';
import { RUN_TERMS } from '../support/strategy-run-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CONFIGURATION = {
  strategy: 'buy-and-hold',
  parameters: {},
  account: 'main',
  symbols: ['AAPL'],
  ...RUN_TERMS,
  size: 0.2,
} as const;

// Would catch: a strategy that buys again while its first order is on its way, whose orders at a broker pass no check, or whose fills never come back to it.
test('a strategy trades an account at a broker: judged, sent once, filled', async () => {
  const venue = await startVenue(alpacaVendor);
  const { engine, ready, until } = await openBrokerEngine({
    dataFolder: temporaryFolder(),
    vendor: alpacaVendor,
    secrets: memorySecrets(),
  });
  await engine.accounts.connect({
    account: 'main',
    broker: alpacaVendor.definition.id,
    environment: alpacaVendor.environment,
    fields: alpacaVendor.fields,
    addresses: venue.addresses,
  });
  await ready();
  const begin = (symbols: string[]) => engine.strategyRuns.start({ ...CONFIGURATION, symbols });
  await expect(begin(['SIM:ALPHA'])).rejects.toThrow('is no market of theirs');

  engine.strategyRuns.restore();
  const courses: TickCourse[] = [];
  const setCourse = engine.accounts.setCourse.bind(engine.accounts);
  engine.accounts.setCourse = (account, course) => {
    if (course) courses.push(course);
    setCourse(account, course);
  };
  const { id } = await begin(['AAPL']);
  const minute = Math.ceil(Date.now() / 60_000) * 60_000;
  engine.board.publish(engine.board.slot('AAPL'), minute, 100, 99.99, 100.01, 10);
  for (const after of [1_000, 61_000, 121_000, 181_000])
    courses[0]!.onTick('AAPL', minute + after, 100, Number.NaN, Number.NaN, 10);
  const submits = () => venue.commands.filter(({ command }) => command === 'submit');
  const order = () => engine.journal.store.orders('main', 10)[0];
  await until(() => order()?.status === 'working', 'the order works');
  venue.fill(order()!.venueOrderId!, order()!.quantity, parseDecimal('100.02'));
  await until(() => engine.strategyRuns.view(id).fills === 1, 'its fill is the run’s');
  expect(submits()).toHaveLength(1);
  expect(engine.journal.store.orders('main', 10)).toHaveLength(1);
  const kinds = engine.journal.store.correlated(order()!.clientOrderId).map(({ kind }) => kind);
  expect(kinds.slice(0, 5)).toEqual([
    'StrategyDecided',
    'OrderIntended',
    'ComplianceChecked',
    'RiskChecked',
    'OrderSent',
  ]);
});

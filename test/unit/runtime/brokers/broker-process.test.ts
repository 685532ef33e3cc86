import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerConnection, BrokerEvent, BrokerOrder, BrokerState } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { HostedProcess, ProcessHost } from '#engine/ports/process-host';
import type { SecretStore } from '#engine/ports/secret-store';
import { createBrokerDesk } from '#runtime/brokers/broker-desk';
import { runBroker } from '#runtime/brokers/run-broker';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { createLiveClock } from '#runtime/processes/live-clock';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { plainBroker, startPlainVenue } from '../../../support/brokers/plain-broker.ts';

const SECRET = 'very-secret-key-1';
const ID = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const order = (clientOrderId = ID): BrokerOrder => ({
  clientOrderId,
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  quantity: parseDecimal('123456789012.00000001'),
  limitPrice: parseDecimal('1'),
  timeInForce: 'day',
  instrument: { symbol: 'AAPL', assetClass: 'equity', currency: 'USD', venue: 'XNAS', pricePrecision: 2 },
});
const refOf = (clientOrderId: string) => ({ clientOrderId, venueOrderId: null, symbol: 'AAPL', revision: 0 });

function secretsWith(value: string | null, problem: string | null = null): SecretStore & { kept: unknown[] } {
  const kept: unknown[] = [];
  return {
    kept,
    get: async () => value,
    set: async (name, secret) => void kept.push([name, secret]),
    delete: async () => false,
    describe: async () => ({ kind: problem ? 'none' : 'keychain', name: 'test', problem }),
  };
}

const hosts: Record<string, () => ProcessHost> = {
  'a child process': () =>
    createNodeProcessHost({
      entry: fileURLToPath(new URL('../../../support/brokers/plain-broker-entry.ts', import.meta.url)),
    }),
  'this process': () =>
    createInProcessHost(
      () => undefined,
      (line, exit) => runBroker(line, exit, [plainBroker]),
    ),
};

/** Opens an account of the plain broker, and keeps all that is heard of it. */
function openAccount(
  host: ProcessHost,
  rest: string,
  secrets: SecretStore = secretsWith(SECRET),
  clock: Clock = createLiveClock(),
) {
  const events: BrokerEvent[] = [];
  const states: BrokerState[] = [];
  const lines: string[] = [];
  const processes: HostedProcess[] = [];
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const look of [...waiting]) look();
  };
  const keep = (message: string, fields?: object): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
    heard();
  };
  const desk = createBrokerDesk({
    host: {
      kind: host.kind,
      spawn(entry, id) {
        const process = host.spawn(entry, id);
        processes.push(process);
        return process;
      },
    },
    clock,
    log: { debug: keep, info: keep, warn: keep, error: keep },
    secrets,
    brokers: [plainBroker],
  });
  const connection = desk.open(
    'plain-old',
    { accountId: 'one', environment: 'paper', fields: { desk: 'north' }, addresses: { rest } },
    {
      event: (event) => {
        events.push(event);
        heard();
      },
      state: (state) => {
        states.push(state);
        heard();
      },
    },
  );
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { desk, connection, events, states, lines, processes, until };
}

describe.each(Object.entries(hosts))('a broker that runs in %s', (_name, createHost) => {
  let venue: Awaited<ReturnType<typeof startPlainVenue>>;
  let account: ReturnType<typeof openAccount>;
  let secrets: ReturnType<typeof secretsWith>;
  let connection: BrokerConnection;
  const timesReady = (): number => account.states.filter(({ kind }) => kind === 'ready').length;
  const kill = (): void => {
    const last = account.processes.at(-1)!;
    if (last.pid === null) last.kill();
    else process.kill(last.pid, 'SIGKILL');
  };

  beforeEach(async () => {
    venue = await startPlainVenue();
    secrets = secretsWith(SECRET);
    account = openAccount(createHost(), venue.address, secrets);
    connection = account.connection;
    await account.until(() => timesReady() === 1);
  });
  afterEach(async () => {
    connection.close();
    await account.until(() => account.states.at(-1)?.kind === 'closed');
    for (const one of account.processes) one.kill();
    await venue.close();
  });

  test('amounts cross exactly, whatever their size', async () => {
    connection.submit(order());
    await account.until(() => account.events.length === 1);
    expect(account.events).toMatchObject([{ kind: 'acknowledged', clientOrderId: ID }]);
    expect((await connection.order(refOf(ID)))?.quantity).toBe(12_345_678_901_200_000_001n);
    expect(await connection.order(refOf('OTHER'))).toBeNull();
    expect(await connection.positions()).toEqual([{ symbol: 'X', quantity: -(2n ** 70n), averagePrice: 1n }]);
  });

  test('killed mid-order: the order is unknown once, is not sent again, and is found when the line is back', async () => {
    venue.hold(true);
    const posted = venue.untilPosted();
    connection.submit(order());
    await posted;
    const question = connection.openOrders().catch((error: unknown) => error);
    kill();
    await account.until(() => account.states.at(-1)?.kind === 'waiting');
    expect(account.events).toMatchObject([
      {
        kind: 'outcome-unknown',
        command: 'submit',
        clientOrderId: ID,
        reason: expect.stringContaining('SIGKILL'),
      },
    ]);
    expect(await question).toMatchObject({ kind: 'unavailable', broker: 'Plain Broker' });

    connection.submit(order('SECOND'));
    await account.until(() => account.events.length === 2);
    expect(account.events[1]).toMatchObject({ kind: 'unsent', command: 'submit', clientOrderId: 'SECOND' });

    venue.hold(false);
    await account.until(() => timesReady() === 2);
    expect(await connection.order(refOf(ID))).toMatchObject({ clientOrderId: ID, status: 'working' });
    expect(venue.posted).toEqual([ID]);
    expect(account.events).toHaveLength(2);
  });

  test('what was answered before the end is not called unknown, a cancel without an answer is', async () => {
    connection.submit(order());
    await account.until(() => account.events.length === 1);
    connection.cancel(refOf(ID));
    await connection.positions();
    kill();
    await account.until(() => account.events.length === 2);
    expect(account.events[1]).toMatchObject({
      kind: 'outcome-unknown',
      command: 'cancel',
      clientOrderId: ID,
    });
    await account.until(() => timesReady() === 2);
    expect(account.events).toHaveLength(2);
  });

  test('a renewed key is kept, and used after a restart', async () => {
    connection.cancel(refOf('RENEW'));
    await connection.positions();
    kill();
    await account.until(() => timesReady() === 2);
    await connection.order(refOf(ID));
    expect([...venue.keys]).toEqual(['renewed-secret']);
    expect(secrets.kept).toEqual([
      [{ owner: 'plain', account: 'one', field: 'secretKey' }, 'renewed-secret'],
    ]);
  });

  test('no secret comes out of it, in no state, error or line of the log', async () => {
    await venue.close();
    await expect(connection.order(refOf(ID))).rejects.toMatchObject({ kind: 'malformed' });
    await account.until(() => account.lines.some((line) => line.startsWith('opened')));
    const said = JSON.stringify([account.states, account.lines]);
    expect(said).toContain('Key ***');
    expect(said).toContain('as ***');
    expect(said).toContain('north');
    expect(said).not.toContain(SECRET);
  });

  test('a refusal keeps its kind and wait; an answer of no known form is refused', async () => {
    await expect(connection.balances()).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 1_500,
      message: 'Plain Broker: too often',
    });
    await expect(connection.fills(0)).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('fills cannot be read (at 0.fillId)'),
    });
  });

  test('closed, it says so once and sends nothing more', async () => {
    connection.close();
    connection.close();
    await account.until(() => account.states.at(-1)?.kind === 'closed');
    expect(account.states.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
    connection.submit(order());
    await account.until(() => account.events.length === 1);
    expect(account.events).toMatchObject([{ kind: 'unsent' }]);
    await expect(connection.positions()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(venue.posted).toEqual([]);
  });
});

test('an error that nobody caught in a process of its own is told without secrets, and the line comes back', async () => {
  const venue = await startPlainVenue();
  const account = openAccount(hosts['a child process']!(), venue.address);
  const timesReady = (): number => account.states.filter(({ kind }) => kind === 'ready').length;
  await account.until(() => timesReady() === 1);
  account.connection.cancel(refOf('CRASH'));
  await account.until(() => timesReady() === 2);
  const line = account.lines.find((one) => one.startsWith('the process of a broker failed'));
  expect(line).toContain('lost ***');
  expect(account.events).toMatchObject([
    { kind: 'outcome-unknown', command: 'cancel', clientOrderId: 'CRASH' },
  ]);
  account.connection.close();
  await account.until(() => account.states.at(-1)?.kind === 'closed');
  for (const one of account.processes) one.kill();
  await venue.close();
});

test('without its key an account says what is missing, where it goes, and what is wrong with the keychain', async () => {
  const account = openAccount(
    createInProcessHost(() => undefined),
    '',
    secretsWith(null, 'Secret Service does not answer'),
  );
  await account.until(() => account.states.length === 2);
  expect(account.states[1]).toEqual({
    kind: 'needs-login',
    reason:
      'Plain Broker has no secret key yet; enter it under Accounts, where it goes into the keychain, or set OCTOPUS_PLAIN_SECRET_KEY. Secret Service does not answer',
  });
  expect(account.processes).toEqual([]);
  expect(account.desk.noticeOf('plain-old')).toContain('takes its place');
  expect(account.desk.noticeOf('plain')).toBeNull();
  expect(() => account.desk.definitionOf('plian')).toThrow('unknown broker "plian"; did you mean plain');
  const live = { accountId: 'two', environment: 'live', fields: {}, addresses: {} } as const;
  const sink = { event: () => undefined, state: () => undefined };
  expect(() => account.desk.open('plain', live, sink)).toThrow(
    'Plain Broker has no live environment; it has paper',
  );
});

test('a process that has gone silent is ended, so that its orders become unknown instead of waiting for ever', async () => {
  let elapsed = 0;
  let tick: () => void = () => undefined;
  const clock: Clock = {
    ...createLiveClock(),
    monotonic: () => elapsed,
    every(_, callback) {
      tick = callback;
      return () => undefined;
    },
  };
  const host = createInProcessHost(
    () => undefined,
    (line) => line.post({ kind: 'up' }),
  );
  const account = openAccount(host, '', secretsWith(SECRET), clock);
  await new Promise(setImmediate);
  account.connection.submit(order());
  for (elapsed = 5_000; elapsed <= 20_000; elapsed += 5_000) tick();
  await new Promise(setImmediate);
  expect(account.events).toEqual([]);
  tick();
  await account.until(() => account.states.at(-1)?.kind === 'waiting');
  expect(account.events).toMatchObject([{ kind: 'outcome-unknown', command: 'submit', clientOrderId: ID }]);
  account.connection.close();
});

test('an event of no known form is shown as unreadable: no fill of a float reaches the books', async () => {
  const fill = { fillId: '1', clientOrderId: ID, venueOrderId: '1', symbol: 'AAPL', side: 'buy', fee: null };
  const host = createInProcessHost(
    () => undefined,
    (line) => {
      line.post({ kind: 'up' });
      line.post({
        kind: 'event',
        event: { kind: 'filled', fill: { ...fill, quantity: 1.5, price: 1n, eventTime: 1 } },
      });
    },
  );
  const account = openAccount(host, '');
  await account.until(() => account.events.length === 1);
  expect(account.events).toMatchObject([
    {
      kind: 'unreadable',
      raw: expect.stringContaining('1.5'),
      reason: expect.stringContaining('event.fill.quantity'),
    },
  ]);
  account.connection.close();
});

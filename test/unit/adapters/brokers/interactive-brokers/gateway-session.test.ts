import { afterEach, describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerState } from '#engine/ports/broker';
import { type OpenGateway, type OpenGatewayOptions, openGateway } from './open-gateway.ts';

const HOUR_MS = 3_600_000;
const PRICE = parseDecimal('101.25');
const TEN = parseDecimal('10');

let opened: OpenGateway[] = [];
const open = async (options: OpenGatewayOptions = {}): Promise<OpenGateway> => {
  const one = await openGateway(options);
  opened.push(one);
  return one;
};
const ready = async (options: OpenGatewayOptions = {}): Promise<OpenGateway> => {
  const one = await open(options);
  await one.ready();
  return one;
};
const reasonOf = (state: BrokerState | undefined): string => (state && 'reason' in state ? state.reason : '');
afterEach(async () => {
  for (const { connection, gateway } of opened) {
    connection.close();
    await gateway.close();
  }
  opened = [];
});

describe('the session with a Gateway', () => {
  it('asks for a person where nothing answers, once, and comes when something does', async () => {
    const broker = await open({ pace: 100, prepare: (gateway) => gateway.goAway() });
    await broker.until(() => broker.state() === 'needs-login');
    expect(reasonOf(broker.last())).toMatch(
      /nothing answers at 127\.0\.0\.1:\d+: start TWS or Gateway, log in to the paper account/,
    );
    await broker.settle(60_000);
    expect(broker.states.map(({ kind }) => kind)).toEqual(['connecting', 'needs-login']);
    await broker.gateway.comeBack();
    await broker.ready();
    await broker.place();
  });

  it('asks for a person when Gateway takes the line and says nothing: its login is not done', async () => {
    const broker = await open({
      prepare: (gateway) => {
        gateway.isMute = true;
      },
    });
    await broker.until(() => broker.state() === 'needs-login');
    expect(reasonOf(broker.last())).toMatch(/does not greet .*log in/);
    await expect(broker.failure(() => broker.connection.positions())).resolves.toMatchObject({
      kind: 'unauthorised',
    });
    broker.gateway.isMute = false;
    await broker.ready();
  });

  it('asks for another client number while its own is taken', async () => {
    const broker = await open({ prepare: (gateway) => gateway.takenClients.add(47) });
    await broker.until(() => broker.state() === 'needs-login');
    expect(reasonOf(broker.last())).toContain('another program uses client 47');
    broker.gateway.takenClients.clear();
    await broker.ready();
  });

  it.each([
    [{ accounts: ['DU1', 'DU2'], fields: {} }, /several accounts; enter one of DU1, DU2/],
    [{ accounts: ['DU1', 'DU2'], fields: { account: 'DU3' } }, /no account DU3; it has DU1, DU2/],
    [{ accounts: ['U1234567'], fields: {} }, /logged in to the live account U1234567, not a paper one/],
  ])('%j is not traded', async (options, sentence) => {
    const broker = await open(options);
    await broker.until(() => broker.state() === 'needs-login');
    expect(reasonOf(broker.last())).toMatch(sentence);
    broker.connection.submit(broker.order());
    await broker.until(() => broker.of('unsent').length === 1);
    expect(broker.gateway.commands).toEqual([]);
  });

  it.each([
    [{ port: '70000' }, /port "70000" is none/],
    [{ clientId: 'seven' }, /client number "seven" is none/],
    [{ region: 'mars' }, /enter america, europe, asia/],
  ])('%j is refused before anything is connected', async (fields, sentence) => {
    const broker = await open({ fields });
    expect(broker.states).toHaveLength(1);
    expect(broker.last()).toMatchObject({ kind: 'needs-login' });
    expect(reasonOf(broker.last())).toMatch(sentence);
    expect(broker.gateway.lines()).toBe(0);
  });

  it('the host and port a person enters go before the usual ones', async () => {
    const other = await ready();
    const [host = '', port = ''] = other.gateway.addresses['gateway']!.split(':');
    const broker = await ready({ fields: { host, port, clientId: '48' } });
    expect(broker.gateway.lines()).toBe(0);
    expect(other.gateway.lines()).toBe(2);
  });

  it('says that a Gateway which only reads must be changed', async () => {
    const broker = await ready();
    broker.answerNext('submit', { kind: 'accept-silently' });
    broker.connection.submit(broker.order());
    await broker.until(() => broker.got('submit').length === 1);
    broker.gateway.sayNotice(
      321,
      'Error validating request.-cause - The API interface is currently in Read-Only mode.',
      7,
    );
    await broker.until(() => broker.of('rejected').length === 1);
    expect(broker.of('rejected')[0]!.reason).toContain('Read-Only');
    expect(broker.states.some((state) => reasonOf(state).includes('switch that off'))).toBe(true);
    expect(broker.of('outcome-unknown')).toEqual([]);
  });
});

describe('the servers behind a Gateway', () => {
  it.each([
    [1100, 1101],
    [1100, 1102],
    [2110, 1102],
  ])('%i: nothing is sent; %i: what was missed is told, then ready', async (lost, back) => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.sayNotice(lost, 'Connectivity between IBKR and Trader Workstation has been lost.');
    await broker.until(() => broker.state() === 'waiting');
    broker.connection.submit(broker.order());
    await broker.until(() => broker.of('unsent').length === 1);
    broker.gateway.fill(venueOrderId, TEN, PRICE, { isTold: false });
    broker.gateway.sayNotice(back, 'Connectivity between IBKR and Trader Workstation has been restored.');
    await broker.until(() => broker.state() === 'ready');
    expect(broker.got('submit')).toHaveLength(1);
    await broker.until(() => broker.fills().length === 1);
  });

  it('a farm of market data that comes and goes changes nothing', async () => {
    const broker = await ready();
    const before = broker.states.length;
    for (const code of [2103, 2104, 2105, 2106, 2158]) broker.gateway.sayNotice(code, 'Market data farm');
    await broker.settle(2_000);
    expect(broker.states).toHaveLength(before);
    expect(broker.events).toEqual([]);
  });

  it('the nightly reset: waits with its reason and end, and asks nobody; after it comes what was missed', async () => {
    const broker = await ready({ pace: 100 });
    const { venueOrderId } = await broker.place();
    const night = { name: 'nightly reset', start: expect.any(Number), end: expect.any(Number) };
    expect(broker.last()).toMatchObject({ kind: 'ready', downtime: night });
    // From 10:00 in New York to 00:20.
    broker.clock.advance(14 * HOUR_MS + 20 * 60_000);
    await broker.settle(5_000);
    broker.gateway.goAway();
    await broker.until(() => broker.state() === 'waiting');
    expect(reasonOf(broker.last())).toMatch(/^nightly reset of Interactive Brokers, until 06:45 UTC: .+/);
    expect(broker.last()).toMatchObject({ downtime: night });
    broker.gateway.fill(venueOrderId, TEN, PRICE, { isTold: false });
    // Longer than a restart at any other time of day.
    await broker.settle(200_000);
    expect(broker.states.map(({ kind }) => kind)).not.toContain('needs-login');
    await broker.gateway.comeBack();
    await broker.ready();
    await broker.until(() => broker.fills().length === 1);
    expect(broker.fills()[0]).toMatchObject({ quantity: TEN, price: PRICE });
  });

  it('a Gateway that stays away for longer than a restart by day asks for a person', async () => {
    const broker = await ready({ pace: 100 });
    broker.gateway.goAway();
    await broker.until(() => broker.state() === 'waiting');
    await broker.settle(150_000);
    expect(broker.states.map(({ kind }) => kind)).not.toContain('needs-login');
    await broker.until(() => broker.state() === 'needs-login');
    await broker.gateway.comeBack();
    await broker.ready();
  });

  it('a line that swallows everything is given up and made anew', async () => {
    const broker = await ready({ pace: 100 });
    broker.gateway.isDeaf = true;
    await broker.until(() => broker.state() === 'waiting');
    broker.gateway.isDeaf = false;
    await broker.until(() => broker.state() === 'ready');
    await broker.place();
  });

  it('closed: what was sent is unknown, what was not is unsent, both said within the call', async () => {
    const broker = await ready();
    await broker.place();
    broker.answerNext('submit', { kind: 'accept-silently' });
    const sent = broker.order();
    broker.connection.submit(sent);
    await broker.until(() => broker.got('submit').length === 2);
    const late = broker.order();
    const instrument = { ...late.instrument, symbol: 'BRK.B' };
    broker.connection.submit({ ...late, symbol: 'BRK.B', instrument });
    broker.connection.close();
    expect(broker.of('outcome-unknown').map(({ clientOrderId }) => clientOrderId)).toEqual([
      sent.clientOrderId,
    ]);
    expect(broker.of('unsent').map(({ clientOrderId }) => clientOrderId)).toEqual([late.clientOrderId]);
    await broker.settle(2_000);
    expect(broker.got('submit')).toHaveLength(2);
    expect(broker.of('unsent')).toHaveLength(1);
  });

  it('a line cut mid-order leaves what is known as known, and what is not as unknown', async () => {
    const broker = await ready();
    const known = await broker.place();
    broker.answerNext('submit', { kind: 'accept-silently' });
    const order = broker.order();
    broker.connection.submit(order);
    await broker.until(() => broker.got('submit').length === 2);
    broker.gateway.cut();
    await broker.until(() => broker.of('outcome-unknown').length === 1);
    expect(broker.of('outcome-unknown')[0]).toMatchObject({
      clientOrderId: order.clientOrderId,
      command: 'submit',
    });
    await broker.until(() => broker.of('acknowledged').length === 2);
    expect(broker.got('submit')).toHaveLength(2);
    expect(broker.of('acknowledged').map(({ clientOrderId }) => clientOrderId)).toEqual([
      known.order.clientOrderId,
      order.clientOrderId,
    ]);
  });
});

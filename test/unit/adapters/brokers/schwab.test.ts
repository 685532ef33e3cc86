import { afterEach, describe, expect, it } from 'vitest';
import { readSchwabBalance, readSchwabOrder } from '#adapters/brokers/schwab/read-schwab';
import { schwab } from '#adapters/brokers/schwab/schwab';
import { strategyOf } from '#adapters/brokers/schwab/schwab-legs';
import { BROKER_START, exact, type OpenBroker, openBroker } from '#test/support/brokers/open-broker';
import { schwabVendor } from '#test/support/brokers/schwab-vendor';
import {
  SCHWAB_CODE,
  SCHWAB_FIELDS,
  type SchwabVenue,
  startSchwabVenue,
} from '#test/support/brokers/schwab-venue';

const DAY_MS = 86_400_000;

let venue: SchwabVenue;
const vendor = {
  ...schwabVendor,
  start: async (now: () => number) => {
    venue = await startSchwabVenue(now);
    return venue;
  },
};
let broker: OpenBroker;
const open = async (fields: Readonly<Record<string, string>> = SCHWAB_FIELDS) => {
  broker = await openBroker(vendor, fields);
  return broker;
};
const reason = () => {
  const state = broker.states.at(-1)!;
  return 'reason' in state ? state.reason : '';
};
afterEach(async () => {
  broker?.connection.close();
  await broker?.venue.close();
});

describe('the login of Schwab', () => {
  it('is asked for with the address of the page, once', async () => {
    const { refreshToken: _, ...fields } = SCHWAB_FIELDS;
    await open(fields);
    await broker.until(() => broker.state() === 'needs-login');
    const address = /https?:\S+/.exec(reason())![0];
    const url = new URL(address);
    expect(url.pathname).toBe('/v1/oauth/authorize');
    expect(url.searchParams.get('client_id')).toBe(SCHWAB_FIELDS.appKey);
    expect(url.searchParams.get('redirect_uri')).toBe('https://127.0.0.1');
    expect(venue.grants).toEqual([]);
    expect(broker.clock.timers()).toBe(0);
  });

  it('takes the address after login, keeps a token for the week, and uses the code once', async () => {
    const answerUrl = `https://127.0.0.1/?code=${encodeURIComponent(SCHWAB_CODE)}&session=46b905a8`;
    await open({ ...SCHWAB_FIELDS, answerUrl });
    await broker.ready();
    expect(venue.grants).toEqual(['authorization_code']);
    expect(broker.kept).toEqual([
      ['answerUrl', ''],
      ['refreshToken', 'refresh-token-of-login-1@'],
      ['refreshTokenTime', expect.stringMatching(/^\d{13}$/)],
    ]);
    expect(broker.said()).not.toContain(SCHWAB_CODE);
  });

  it('asks again when the code is refused', async () => {
    await open({ ...SCHWAB_FIELDS, answerUrl: 'https://127.0.0.1/?code=worn-out&session=1' });
    await broker.until(() => broker.state() === 'needs-login');
    expect(reason()).toContain('refuses the login with 400');
  });

  it('renews access before it ends, without making the week longer', async () => {
    await open();
    venue.shortenAccess(300);
    await broker.ready();
    await broker.pass(300_000);
    await broker.until(() => venue.grants.length === 2);
    expect(venue.grants).toEqual(['refresh_token', 'refresh_token']);
    expect(broker.kept.map(([name]) => name)).toEqual(['refreshToken', 'refreshToken']);
    expect(broker.states.filter(({ kind }) => kind !== 'ready' && kind !== 'connecting')).toEqual([]);
    expect(broker.states.at(-1)).toHaveProperty('note', expect.stringContaining('2026-03-09T15:00:00.000Z'));
  });

  it('renews access that Schwab ended early, and asks again by itself', async () => {
    await open();
    await broker.ready();
    venue.endAccess();
    expect(await broker.ask(() => broker.connection.positions())).toEqual([]);
    expect(venue.grants).toHaveLength(2);
  });

  it('sends no order twice when access ended: it is unsent', async () => {
    await open();
    await broker.ready();
    venue.endAccess();
    broker.connection.submit(broker.order());
    await broker.until(() => broker.of('unsent').length === 1);
    expect(broker.of('unsent')[0]!.reason).toContain('made anew');
    expect(venue.requests.filter((line) => line.startsWith('POST /trader'))).toHaveLength(1);
    expect(broker.got('submit')).toEqual([]);
    await broker.place();
  });

  it('is over after seven days, and nothing is asked then', async () => {
    await open({ ...SCHWAB_FIELDS, refreshTokenTime: String(BROKER_START - 7 * DAY_MS) });
    await broker.until(() => broker.state() === 'needs-login');
    expect(reason()).toContain('lasts 7 days');
    expect(venue.requests).toEqual([]);
  });

  it('says when it has no account of that number', async () => {
    await open({ ...SCHWAB_FIELDS, accountNumber: '11111111' });
    await broker.until(() => broker.state() === 'needs-login');
    expect(reason()).toContain('check its number');
  });
});

describe('orders at Schwab', () => {
  it('one without an answer is shown with the id it is like, and is ours once it is adopted', async () => {
    await open();
    await broker.ready();
    broker.answerNext('submit', { kind: 'accept-silently' });
    const order = broker.order();
    broker.connection.submit(order);
    await broker.until(() => broker.of('external').length === 1);
    const { report } = broker.of('external')[0]!;
    expect(report).toMatchObject({ clientOrderId: null, quantity: order.quantity });
    expect(report.reason).toContain(order.clientOrderId);
    // While the answer may still come, the order in the list is nobody's news.
    expect(broker.events.map(({ kind }) => kind)).toEqual(['outcome-unknown', 'external']);
    const { clientOrderId, symbol } = order;
    const { venueOrderId } = report;
    await broker.ask(() => broker.connection.order({ clientOrderId, symbol, venueOrderId, revision: 0 }));
    venue.fill(venueOrderId, order.quantity, exact('101.2'));
    await broker.until(() => broker.fills().length === 1);
    expect(broker.fills()[0]).toMatchObject({ clientOrderId, quantity: order.quantity });
  });

  it('is not taken for an order that differs from it in one thing', async () => {
    await open();
    await broker.ready();
    broker.answerNext('submit', { kind: 'trouble', isTaken: false });
    broker.connection.submit(broker.order());
    await broker.until(() => broker.of('outcome-unknown').length === 1);
    venue.placeElsewhere({ side: 'buy', quantity: exact('11'), limitPrice: exact('101.25') });
    await broker.until(() => broker.of('external').length === 1);
    expect(broker.of('external')[0]!.report.reason).toBeUndefined();
  });

  it('what was there before is not told as news', async () => {
    const before = {
      ...vendor,
      start: async (now: () => number) => {
        const started = await vendor.start(now);
        const number = started.placeElsewhere({ side: 'buy', quantity: exact('3'), limitPrice: exact('90') });
        started.fill(number, exact('1'), exact('89'));
        return started;
      },
    };
    broker = await openBroker(before);
    await broker.ready();
    await broker.pass(60_000);
    expect(broker.events).toEqual([]);
    const open = await broker.ask(() => broker.connection.openOrders());
    expect(open).toMatchObject([{ status: 'partially-filled', filledQuantity: exact('1') }]);
  });

  it('one whose legs cannot be read is shown once, however often it is listed', async () => {
    await open();
    await broker.ready();
    const spread = JSON.stringify([{ orderId: 7, status: 'WORKING', orderLegCollection: [{}, {}] }]);
    for (let time = 0; time < 3; time++) {
      venue.say(spread);
      await broker.pass(40_000);
    }
    venue.say(spread);
    expect(await broker.ask(() => broker.connection.openOrders())).toEqual([]);
    expect(broker.of('unreadable')).toMatchObject([{ reason: 'a leg of order 7 has no symbol' }]);
  });

  it('two executions of one activity are two fills', () => {
    const leg = { legId: 1, quantity: 5, price: 0.1, time: '2026-03-03T15:00:00+0000' };
    const { fills, report } = readSchwabOrder({
      orderId: 7,
      status: 'FILLED',
      orderType: 'MARKET',
      duration: 'DAY',
      quantity: 10,
      enteredTime: '2026-03-03T15:00:00+0000',
      orderLegCollection: [{ instruction: 'BUY', instrument: { symbol: 'AAPL' } }],
      orderActivityCollection: [
        {
          activityType: 'EXECUTION',
          activityId: 83_128_373_482,
          executionLegs: [leg, { ...leg, price: 0.3 }],
        },
      ],
    });
    expect(fills.map(({ fillId }) => fillId)).toEqual(['7/83128373482/0', '7/83128373482/1']);
    expect(report).toMatchObject({ filledQuantity: exact('10'), averagePrice: exact('0.2') });
  });

  it('reads cash and margin accounts', () => {
    const read = (currentBalances: object) => readSchwabBalance({ securitiesAccount: { currentBalances } });
    expect(read({ totalCash: 10.1, cashAvailableForTrading: 9.99, liquidationValue: 20.2 })).toEqual({
      currency: 'USD',
      cash: exact('10.1'),
      buyingPower: exact('9.99'),
      equity: exact('20.2'),
    });
    expect(() => read({})).toThrow('cashBalance');
  });

  it('stands in for TD Ameritrade, and says since when', () => {
    expect(schwab.aliases).toMatchObject([
      { id: 'td-ameritrade', notice: expect.stringContaining('closed on 10 May 2024') },
    ]);
  });
});

describe('what Schwab calls a combination', () => {
  const leg = (side: 'buy' | 'sell', symbol: string, ratio = 1) => ({ side, symbol, ratio });
  const [call, higher, put, lower, later] = [
    'AAPL261218C00150000',
    'AAPL261218C00160000',
    'AAPL261218P00150000',
    'AAPL261218P00140000',
    'AAPL270115C00150000',
  ];
  it.each([
    ['VERTICAL', [leg('buy', call), leg('sell', higher)]],
    ['BACK_RATIO', [leg('sell', call), leg('buy', higher, 2)]],
    ['CALENDAR', [leg('sell', call), leg('buy', later)]],
    ['DIAGONAL', [leg('sell', higher), leg('buy', later)]],
    ['STRADDLE', [leg('buy', call), leg('buy', put)]],
    ['STRANGLE', [leg('buy', higher), leg('buy', put)]],
    ['BUTTERFLY', [leg('buy', call), leg('sell', higher, 2), leg('buy', 'AAPL261218C00170000')]],
    ['IRON_CONDOR', [leg('buy', lower), leg('sell', put), leg('sell', call), leg('buy', higher)]],
    ['COVERED', [leg('buy', 'AAPL', 100), leg('sell', call)]],
    ['CUSTOM', [leg('buy', call), leg('sell', put)]],
  ])('%s', (name, legs) => {
    expect(strategyOf(legs)).toBe(name);
  });
});

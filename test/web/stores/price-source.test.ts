import { expect, test } from 'vitest';
import type { SubscriptionView } from '#contract/services/streams';
import { type PriceSourceFacts, priceSourceOf } from '../../../src/renderer/stores/price-source.ts';

const MONDAY_NOON = Date.parse('2024-03-04T17:00:00Z');
const SATURDAY = Date.parse('2024-03-02T17:00:00Z');
const instrument = {
  symbol: 'AAPL',
  name: 'Apple',
  assetClass: 'equity',
  currency: 'USD',
  pricePrecision: 2,
  venue: 'NASDAQ',
  timeZone: 'America/New_York',
  source: 'a file',
  isTradable: true,
} as const;
const subscription: SubscriptionView = {
  symbol: 'AAPL',
  chain: ['finnhub'],
  source: 'finnhub',
  isSimulated: false,
  state: 'live',
  reason: null,
  lastEventTime: null,
  lastReceivedTime: null,
  accepted: 0,
  rejected: 0,
  missed: [],
};
const facts: PriceSourceFacts = {
  session: null,
  subscription: undefined,
  sources: new Map([['finnhub', { name: 'Finnhub' }]]),
  instrument,
  series: [{ symbol: 'AAPL', timeframe: '1d', lastTime: Date.UTC(2013, 2, 1) }],
  now: MONDAY_NOON,
};

// Catches made-up or old prices that are shown as a live market's.
test.each([
  ['nothing known', { series: [] }, 'none', 'no data'],
  ['stored only', {}, 'stored', 'stored, last 2013-03-01'],
  [
    'stored, made up',
    { instrument: { ...instrument, venue: 'SIMULATED' } },
    'stored',
    'SIM, stored, last 2013-03-01',
  ],
  ['a live stream', { subscription }, 'live', 'Finnhub live'],
  ['a live stream on a Saturday', { subscription, now: SATURDAY }, 'live', 'Finnhub, closed'],
  ['a silent stream', { subscription: { ...subscription, state: 'stale' } }, 'live', 'Finnhub silent'],
  [
    'a stream that waits',
    { subscription: { ...subscription, state: 'waiting' } },
    'waiting',
    'Finnhub waiting',
  ],
  [
    'no source serves',
    { subscription: { ...subscription, source: null, state: 'failed' } },
    'waiting',
    'finnhub failed',
  ],
  ['made-up prices', { subscription: { ...subscription, isSimulated: true } }, 'simulated', 'SIM'],
  [
    'prices played again',
    { subscription: { ...subscription, source: 'replay', isSimulated: true } },
    'replay',
    'REPLAY',
  ],
  [
    'the session before the stream',
    { subscription, session: { symbols: ['AAPL'], isSimulatedIntraday: true } },
    'replay',
    'REPLAY',
  ],
] as const)('%s', (_, known, kind, label) => {
  const source = priceSourceOf('AAPL', { ...facts, ...known } as PriceSourceFacts);
  expect(source).toMatchObject({ kind, label });
  expect(source.tone === 'good').toBe(label === 'Finnhub live');
});

import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { savedExits } from './exits.ts';
import { retention } from './retention.ts';
import { accountId, procedure, symbolText, timeframe } from './shared.ts';
import { watchdogSettings } from './watchdog.ts';

/** An address of a feed or a page, without user or password. */
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'must hold no user name');
const selector = z.string().min(1).max(200);

/** How headlines are read off one page of a site; read only while it is switched on and its terms allow it. */
export const webPage = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(100),
  url: webAddress,
  /** CSS selectors: the elements that are one headline each, and within them its parts. */
  row: selector,
  title: selector.optional(),
  link: selector.default('a'),
  /** An element whose `datetime` attribute or text is the date; without it, headlines count from when they came. */
  time: selector.optional(),
  summary: selector.optional(),
  /** A person has read the site's terms of use and found that they allow this. */
  termsAccepted: z.boolean().default(false),
  isEnabled: z.boolean().default(false),
});
export type WebPage = z.infer<typeof webPage>;

/** What a watchlist can show of a symbol, in the order offered. */
export const WATCH_COLUMNS = [
  'daily-line',
  'live-line',
  'last',
  'change',
  'change-percent',
  'bid',
  'ask',
  'spread',
  'volume',
  'day-range',
  'age',
  'source',
] as const;
export type WatchColumn = (typeof WATCH_COLUMNS)[number];

/** What the blotter can show of an order, in the order offered. */
export const ORDER_COLUMNS = [
  'account',
  'time',
  'symbol',
  'side',
  'type',
  'quantity',
  'filled',
  'price',
  'average',
  'validity',
  'status',
  'changed',
  'origin',
  'venue-id',
  'reason',
] as const;
export type OrderColumn = (typeof ORDER_COLUMNS)[number];

/** A line of a watchlist: a symbol, or the heading of those beneath it. */
export const watchRow = z.union([
  z.strictObject({ symbol: symbolText }),
  z.strictObject({ section: z.string().min(1).max(60) }),
]);
export type WatchRow = z.infer<typeof watchRow>;

export const watchlist = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(40),
  rows: z.array(watchRow).max(500),
  columns: z
    .array(z.enum(WATCH_COLUMNS))
    .max(WATCH_COLUMNS.length)
    .default(['daily-line', 'last', 'change-percent']),
});
export type Watchlist = z.infer<typeof watchlist>;

/** Everything a person can set, with the values a fresh install starts with. Unknown keys are refused. */
export const settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  upDownColours: z.enum(['green-red', 'blue-orange', 'red-green']).default('green-red'),
  /** In the order of their tabs. */
  watchlists: z.array(watchlist).max(50).default([]),
  chartIndicators: z
    .array(z.object({ slug: z.string(), parameters: z.record(z.string(), z.number()) }))
    .max(12)
    .default([
      { slug: 'simple-moving-average', parameters: { period: 10 } },
      { slug: 'simple-moving-average', parameters: { period: 30 } },
      { slug: 'relative-strength-index', parameters: { period: 14 } },
    ]),
  desktopNotifications: z.boolean().default(true),
  /** A short tone with each fill. */
  isFillSoundOn: z.boolean().default(true),
  /** Feeds of news: RSS, Atom, RDF or JSON Feed. */
  newsFeeds: z
    .array(webAddress)
    .max(100)
    .default([
      'https://www.federalreserve.gov/feeds/press_all.xml',
      'https://www.ecb.europa.eu/rss/press.html',
    ]),
  /** Pages whose headlines are read; none, and each off, unless a person says so. */
  webPages: z.array(webPage).max(50).default([]),
  restrictedSymbols: z.array(symbolText).max(1_000).default([]),
  riskLimits: z
    .strictObject({
      /** Largest share of equity in one symbol. */
      positionPctMax: z.number().min(1).max(100).default(30),
      /** Largest gross exposure as a share of equity. */
      grossExposurePctMax: z.number().min(1).max(400).default(100),
      /** Largest order as a share of equity. */
      orderPctMax: z.number().min(1).max(100).default(30),
      /** A limit price further than this from the last price is refused. */
      priceCollarPct: z.number().min(0.1).max(100).default(10),
      /** At this loss since the previous close nothing more is opened that day. */
      dailyLossPctMax: z.number().min(0.1).max(100).default(5),
      /** Share of equity a stop-out may cost; drives the size of strategy orders. */
      riskPerTradePct: z.number().min(0.01).max(10).default(1),
    })
    .prefault({}),
  /** Newest bars of what is followed, asked of providers while its exchange is open. Off: the engine asks nobody by itself. */
  marketDataRefresh: z
    .strictObject({
      isOn: z.boolean().default(false),
      timeframe: timeframe.default('1d'),
    })
    .prefault({}),
  /** Headlines are looked for by the engine itself, of all sources that are ready. Off unless a person says so. */
  newsPoll: z
    .strictObject({
      isOn: z.boolean().default(false),
      /** Between two looks, to the next multiple of five. */
      minutes: z.number().int().min(5).max(1_440).default(30),
    })
    .prefault({}),
  /** Live prices are written to the event log too, ten times a second and symbol at most. */
  marketDataLog: z.strictObject({ isOn: z.boolean().default(false) }).prefault({}),
  /** The process that acts when the engine no longer answers while orders rest at a broker. */
  watchdog: watchdogSettings.prefault({}),
  /** Exit templates kept under a name, each once. */
  exitTemplates: z
    .array(savedExits)
    .max(50)
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      'must each have a name of its own',
    )
    .default([]),
  /** Accounts that an order may be routed to where it costs least; without any, those on paper. */
  routableAccounts: z.array(accountId).max(50).default([]),
  retention: retention.prefault({}),
  /** Of the blotter; the account is shown whenever several are listed. */
  orderColumns: z
    .array(z.enum(ORDER_COLUMNS))
    .min(1)
    .max(ORDER_COLUMNS.length)
    .default([
      'time',
      'symbol',
      'side',
      'type',
      'quantity',
      'filled',
      'price',
      'average',
      'validity',
      'status',
      'origin',
      'reason',
    ]),
  /** The window's layout as the docking library gives it; opaque here. */
  layout: z.unknown().optional(),
  keyBindings: z.record(z.string(), z.string()).default({}),
});
export type Settings = z.infer<typeof settings>;

/** Symbols of all watchlists, each once, in the order they first stand there. */
export function watchedSymbols({ watchlists }: Pick<Settings, 'watchlists'>): string[] {
  const symbols = watchlists.flatMap(({ rows }) =>
    rows.flatMap((row) => ('symbol' in row ? [row.symbol] : [])),
  );
  return [...new Set(symbols)];
}

export const settingsService = {
  get: procedure.route({ method: 'GET', path: '/settings', tags: ['Settings'] }).output(settings),
  /** Merges the given keys at the top level; the result is validated as a whole. */
  update: procedure
    .route({ method: 'PATCH', path: '/settings', tags: ['Settings'] })
    .input(z.record(z.string(), z.unknown()))
    .output(settings),
  watch: procedure
    .route({ method: 'GET', path: '/settings/watch', tags: ['Settings'] })
    .output(eventIterator(settings)),
};

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';
import { startVendorServer, type VendorServer } from '#test/support/vendor-server';
import { NEWS_VENDORS } from '#test/support/vendors/news-vendors';
import { DAYS } from '#test/support/vendors/vendor';
import { alphaVantageVendor, VENDORS, yahooVendor } from '#test/support/vendors/vendors';

const folder = suiteFolder();
const data = join(folder, 'data');
const KEY = 'k3y-that-nobody-may-see';
const FEED =
  '<rss version="2.0"><channel><title>Wire</title><item><title>Central bank leaves its rate unchanged</title><link>https://wire.example/1</link><pubDate>Tue, 09 Jan 2024 14:30:00 GMT</pubDate></item><item><title>Bad</title><pubDate>someday</pubDate></item></channel></rss>';
const RANGE = ['--from', '2024-01-01', '--to', '2024-01-10'];
const servers = new Map<string, VendorServer>();
const at = (id: string): VendorServer => servers.get(id)!;

/** Every provider at a server of this machine: no test reaches beyond it. */
function variables(...keyed: string[]): Record<string, string> {
  const name = (id: string, what: string) => `OCTOPUS_${id.toUpperCase().replaceAll('-', '_')}_${what}`;
  return Object.fromEntries([
    ...[...servers].map(([id, { url }]) => [name(id, 'URL'), url]),
    ...[...servers.keys()].map((id) => [name(id, 'KEY'), keyed.includes(id) ? KEY : '']),
  ]);
}

beforeAll(async () => {
  for (const { definition } of [...VENDORS, ...NEWS_VENDORS])
    if (!servers.has(definition.id)) servers.set(definition.id, await startVendorServer());
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));

describe('octopus download', () => {
  it('stores what a provider gives, once, and prints what became of every row', async () => {
    at('yahoo-finance').answer((url) => yahooVendor.days(DAYS, url));
    const args = ['download', 'AAPL', '--provider', 'yahoo-finance', ...RANGE, '--format', 'json'];
    const first = await runCli([...args, '--base-url', at('yahoo-finance').url], { data });
    expect(first).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(first.out)).toMatchObject({
      provider: 'yahoo-finance',
      fallbacksTried: [],
      rowsRead: 5,
      rowsStored: 5,
      rowsDuplicate: 0,
      rowsQuarantined: 0,
    });
    const again = await runCli(args, { data, variables: variables() });
    expect(JSON.parse(again.out)).toMatchObject({ rowsRead: 5, rowsStored: 0, rowsDuplicate: 5 });
    const bars = await runCli(['bars', 'AAPL', '--limit', '1', '--format', 'csv'], { data });
    expect(bars.out).toBe('date,open,high,low,close,volume\n2024-01-08,182.09,185.6,181.5,185.56,59144500\n');
  });

  it('asks the next provider when one is busy, and says so; a key is nowhere to be found', async () => {
    at('yahoo-finance').answer(() => ({ status: 429, body: {}, headers: { 'retry-after': '600' } }));
    at('alpha-vantage').answer((url) =>
      alphaVantageVendor.days([...DAYS.slice(0, 4), { ...DAYS[4]!, high: 1 }], url),
    );
    const chained = join(folder, 'chained');
    const { code, out, error } = await runCli(['download', 'IBM', ...RANGE, '--format', 'json'], {
      data: chained,
      variables: variables('alpha-vantage'),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      provider: 'alpha-vantage',
      rowsStored: 4,
      rowsQuarantined: 1,
      fallbacksTried: [{ provider: 'yahoo-finance' }],
    });
    expect(error).toBe(
      'octopus: yahoo-finance did not serve: Yahoo Finance: it takes no more requests for now; retry in 10 minutes, or use another provider\n' +
        'octopus: 1 of 5 rows went to quarantine; octopus quarantine says why\n',
    );
    expect(at('alpha-vantage').requests[0]?.url.searchParams.get('apikey')).toBe(KEY);
    const stored = readdirSync(chained, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(stored.length).toBeGreaterThan(1);
    for (const entry of stored)
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(KEY), entry.name).toBe(false);
    const listed = await runCli(['providers', '--format', 'json'], {
      data: chained,
      variables: variables('alpha-vantage'),
    });
    expect(listed.out).not.toContain(KEY);
    expect(JSON.parse(listed.out).slice(0, 3)).toMatchObject([
      { id: 'yahoo-finance', health: 'failing', lastError: { kind: 'rate-limited' } },
      { id: 'alpha-vantage', hasKey: true, health: 'ok', budget: [{ left: 24 }, { left: 4 }] },
      { id: 'finnhub', hasKey: false, health: 'unknown', keyVariable: 'OCTOPUS_FINNHUB_KEY' },
    ]);
  });

  it.each([
    [['AAPL', '--provider', 'yahu'], 2, 'unknown provider "yahu"; did you mean yahoo-finance?'],
    [
      ['AAPL', '--base-url', 'https://x.example'],
      2,
      '--base-url and --key-env go with exactly one --provider',
    ],
    [
      ['AAPL', '--from', '2024-01-02', '--to', '2024-01-01'],
      2,
      'the range is empty: --from must be before --to',
    ],
    [
      ['DGS10', '--type', 'economic'],
      1,
      'FRED: it needs a key; get one at https://fredaccount.stlouisfed.org/apikeys and put it into the environment variable OCTOPUS_FRED_KEY',
    ],
    [
      ['DGS10', '--provider', 'fred', '--key-env', 'not a name'],
      2,
      "option '--key-env <name>' argument 'not a name' is invalid. It must be the name of a variable, not the key itself.",
    ],
  ])('%j ends with %i', async (args, code, sentence) => {
    expect(await runCli(['download', ...args], { data, variables: variables() })).toEqual({
      code,
      out: '',
      error: `octopus: ${sentence}\n`,
    });
  });
});

it('octopus providers --find asks those that can search and need no more', async () => {
  at('yahoo-finance').answer(() => ({
    body: { quotes: [{ symbol: 'AAPL', longname: 'Apple Inc.', quoteType: 'EQUITY' }] },
  }));
  at('coingecko').answer(() => ({ status: 403, body: {} }));
  const { code, out, error } = await runCli(['providers', '--find', 'apple', '--format', 'csv'], {
    data,
    variables: variables('coingecko'),
  });
  expect(code).toBe(0);
  expect(out).toBe('provider,symbol,name,type\nyahoo-finance,AAPL,Apple Inc.,equity\n');
  expect(error).toMatch(/^octopus: CoinGecko: it refuses the request with 403.*\n$/);
});

it('octopus doctor --online asks those it can and says which need a key', async () => {
  for (const { definition, days } of VENDORS) at(definition.id).answer((url) => days(DAYS, url));
  at('binance').answer(() => ({ text: '<html>Sign in to the Wi-Fi</html>', type: 'text/html' }));
  at('rss').answer(() => ({ text: FEED, type: 'application/rss+xml' }));
  const { code, out } = await runCli(['doctor', '--online', '--format', 'json'], {
    data,
    variables: variables('coingecko'),
  });
  expect(code).toBe(0);
  const findings: { check: string; state: string; found: string; advice: string }[] = JSON.parse(out);
  const states = findings
    .filter(({ check }) => check.startsWith('Provider '))
    .map(({ check, state, advice }) => [check, state, advice]);
  expect(states).toEqual([
    ['Provider yahoo-finance', 'ok', ''],
    ['Provider alpha-vantage', 'warning', 'set OCTOPUS_ALPHA_VANTAGE_KEY'],
    ['Provider finnhub', 'warning', 'set OCTOPUS_FINNHUB_KEY'],
    ['Provider binance', 'warning', 'look for a newer version of Octopus'],
    ['Provider coingecko', 'ok', ''],
    ['Provider kraken', 'ok', ''],
    ['Provider fred', 'warning', 'set OCTOPUS_FRED_KEY'],
    ['Provider world-bank', 'ok', ''],
    ['Provider defillama', 'ok', ''],
    ['Provider etherscan', 'warning', 'set OCTOPUS_ETHERSCAN_KEY'],
    ['Provider simulated', 'ok', ''],
    ['Provider rss', 'ok', ''],
    ['Provider newsapi', 'warning', 'set OCTOPUS_NEWSAPI_KEY'],
    ['Provider reddit', 'warning', 'set OCTOPUS_REDDIT_KEY'],
    ['Provider x', 'warning', 'set OCTOPUS_X_KEY'],
    ['Provider web-page', 'ok', 'see octopus help news'],
    ['Provider alpaca-options', 'warning', 'set OCTOPUS_ALPACA_OPTIONS_KEY'],
    ['Provider schwab-options', 'warning', 'set OCTOPUS_SCHWAB_OPTIONS_KEY'],
    ['Provider interactive-brokers-options', 'warning', 'set OCTOPUS_INTERACTIVE_BROKERS_OPTIONS_KEY'],
  ]);
  expect(at('web-page').requests).toEqual([]);
  expect(at('fred').requests).toEqual([]);
  expect(findings.find(({ check }) => check === 'Provider binance')?.found).toContain('Sign in to the Wi-Fi');
});

describe('octopus news', () => {
  it('downloads, lists and searches; a bad row goes to quarantine', async () => {
    const own = join(folder, 'news');
    at('rss').answer(() => ({ text: FEED, type: 'application/rss+xml' }));
    const first = await runCli(['news', 'rate', '--download', '--format', 'json'], {
      data: own,
      variables: variables(),
    });
    // Two feeds are listed from the start; here one server answers for both.
    expect(first.error).toBe(
      'octopus: rss: 1 of 4 headlines are new\noctopus: 2 rows went to quarantine; octopus quarantine says why\n',
    );
    expect(JSON.parse(first.out)).toMatchObject({
      report: { rowsRead: 4, rowsStored: 1, rowsDuplicate: 1, rowsQuarantined: 2 },
      headlines: [{ title: 'Central bank leaves its rate unchanged', url: 'https://wire.example/1' }],
    });
    const listed = await runCli(['news', '--format', 'csv'], { data: own });
    expect(listed.out).toBe(
      'time,symbols,source,title,url\n2024-01-09T14:30:00Z,,Wire,Central bank leaves its rate unchanged,https://wire.example/1\n',
    );
    const none = await runCli(['news', 'merger', '--format', 'json'], { data: own });
    expect(none).toEqual({ code: 0, out: '[]\n', error: '' });
  });

  it.each([
    [['news', '--provider', 'rss'], 2, '--provider goes with --download'],
    [['news', '--download', '--provider', 'rsss'], 2, 'unknown source of news "rsss"; did you mean rss?'],
    [['news', '--add-feed', 'ftp://feeds.example/x'], 2, 'setting newsFeeds.2: Invalid URL'],
    [
      ['news', 'oil', '--download', '--provider', 'x'],
      1,
      'X: it needs a key; get one at https://developer.x.com/en/portal/dashboard and put it (a bearer token) into the environment variable OCTOPUS_X_KEY',
    ],
    [['fundamentals', 'AAPL', '--provider', 'rss'], 2, '--provider goes with --download'],
  ])('%j ends with %i', async (args, code, sentence) => {
    expect(await runCli(args, { data, variables: variables() })).toEqual({
      code,
      out: '',
      error: `octopus: ${sentence}\n`,
    });
  });
});

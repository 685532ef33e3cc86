import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SubscriptionView } from '#contract/services/streams';
import { topics } from '#contract/topics';
import type { LiveSeries } from '#engine/cache/live-series';
import type { Engine } from '#runtime/engine/create-engine';
import { oneLine } from '../one-line.ts';
import { dataOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface StreamOptions {
  readonly source?: string;
  readonly for?: number;
  readonly record?: true;
  readonly data?: string;
  readonly format: 'table' | 'jsonl';
}

interface Quote {
  readonly symbol: string;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly volume: number;
}

const PRINT_MS = 1_000;
const WIDTHS = [24, 16, 12, 12, 12, 12, 14] as const;
const COLUMNS = ['time', 'symbol', 'last', 'bid', 'ask', 'volume', 'source'];
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const OF_DATA_FOLDER = 'REPLAY:';

/** `octopus stream SYMBOL…`: live quotes and minute bars in the terminal, until interrupted or for a while. */
export function addStreamCommand(program: Command, terminal: Terminal): void {
  program
    .command('stream')
    .description('show live prices and minute bars in the terminal, once a second and symbol')
    .argument('<symbols...>', 'such as BTCUSDT, AAPL, SIM:ACME (made up), REPLAY:AAPL (from the store)')
    .addOption(new Option('-s, --source <id>', 'stream to hear, instead of those of the kind of symbol'))
    .addOption(
      new Option('--for <duration>', 'such as 60s, 5m or 1h; until Ctrl-C without it').argParser(
        parseDuration,
      ),
    )
    .option('--record', 'store ticks and bars in the data folder; without it nothing is kept')
    .addOption(dataOption())
    .addOption(
      new Option('--format <format>', 'how prices are printed').choices(['table', 'jsonl']).default('table'),
    )
    .addHelpText(
      'after',
      `
Without --record the engine works in a temporary folder that is removed at the end, but for REPLAY: symbols.
JSON lines: { kind: "quote", time, symbol, last, bid, ask, volume, source, isSimulated }, ten a second and symbol at most,
and { kind: "bar", timeframe: "1m", time, symbol, open, high, low, close, volume } when a minute has ended.
Fails when a stream needs a key that is not set, ends, or sends nothing for the whole time.`,
    )
    .action(async (symbols: string[], options: StreamOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const isKept = options.record === true || symbols.some((symbol) => symbol.startsWith(OF_DATA_FOLDER));
      const folder = isKept ? undefined : await mkdtemp(join(tmpdir(), 'octopus-stream-'));
      try {
        await withEngine(terminal, folder ?? options.data, (engine) =>
          stream(terminal, engine, symbols, options),
        );
      } finally {
        if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      }
    });
}

async function stream(
  terminal: Terminal,
  engine: Engine,
  symbols: readonly string[],
  options: StreamOptions,
): Promise<void> {
  const { live } = engine;
  const chain = options.source === undefined ? undefined : [options.source];
  // What a person subscribed in the app stays as it is.
  live.keepNothing();
  requireServed(engine, live.subscribe(symbols, chain));
  const printer = createPrinter(terminal, engine, options.format);
  const off = engine.bus.subscribe(topics.marketData, ({ eventTime, payload }) =>
    printer.quote(eventTime, payload as Quote),
  );
  const stopPrinting = engine.clock.every(PRINT_MS, printer.print);
  try {
    for (const symbol of symbols) await printer.follow(symbol);
    await ended(engine, symbols, options.for);
    printer.print();
    const views = symbols.flatMap((symbol) => live.feed.view(symbol) ?? []);
    for (const { symbol, accepted, rejected } of views)
      terminal.note(`${symbol}: ${accepted} ticks taken, ${rejected} refused or repeated`);
    const silent = views.find(({ accepted }) => accepted === 0);
    if (silent) throw new Error(`${silent.symbol}: no price came (${silent.reason ?? silent.state})`);
  } finally {
    stopPrinting();
    off();
    live.unsubscribe(symbols);
  }
}

/** Throws when a symbol has no stream, naming the variable of the key where that is what lacks. */
function requireServed({ live }: Engine, views: readonly SubscriptionView[]): void {
  const failed = views.find(({ source }) => source === null);
  if (!failed) return;
  live.unsubscribe(views.map(({ symbol }) => symbol));
  const keyless = live.sources
    .items()
    .find(({ id, hasKey, keyVariable }) => failed.chain.includes(id) && keyVariable !== null && !hasKey);
  const advice = keyless ? `; put the key into the environment variable ${keyless.keyVariable}` : '';
  throw new Error(`${failed.symbol}: ${failed.reason ?? 'no stream serves it'}${advice}`);
}

/** Until the time is over or a person interrupts; throws when a stream ended for good. */
function ended(
  { live, clock }: Engine,
  symbols: readonly string[],
  forMs: number | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // A timer of the engine does not keep the process; this one does.
    const limit = setTimeout(() => finish(), forMs ?? 2 ** 31 - 1);
    const stopLooking = clock.every(PRINT_MS, () => {
      const views = symbols.flatMap((symbol) => live.feed.view(symbol) ?? []);
      const failed = views.find(({ state }) => state === 'failed');
      if (!failed) return;
      const isPlayed = failed.accepted > 0 && failed.symbol.startsWith(OF_DATA_FOLDER);
      finish(isPlayed ? undefined : new Error(`${failed.symbol}: ${failed.reason ?? 'its stream ended'}`));
    });
    const interrupt = (): void => finish();
    process.once('SIGINT', interrupt);
    function finish(error?: Error): void {
      clearTimeout(limit);
      stopLooking();
      process.off('SIGINT', interrupt);
      if (error) reject(error);
      else resolve();
    }
  });
}

/** Prints quotes as lines of JSON at once, or as rows of a table each second; and minutes that ended. */
function createPrinter(terminal: Terminal, { live }: Engine, format: StreamOptions['format']) {
  const newest = new Map<string, string>();
  const followed: { readonly series: LiveSeries; closed: number }[] = [];
  let isHeaderDue = format === 'table';
  const json = (value: object): void => terminal.out(`${JSON.stringify(value)}\n`);
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

  function printBars(): void {
    for (const one of followed) {
      const bars = one.series.bars();
      for (; one.closed < bars.length - 1; one.closed++) {
        const i = one.closed;
        const { symbol, timeframe } = one.series;
        const [open, high, low, close] = [bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!];
        const bar = {
          timeframe,
          time: bars.time[i]!,
          symbol,
          open,
          high,
          low,
          close,
          volume: bars.volume[i]!,
        };
        if (format === 'jsonl') json({ kind: 'bar', ...bar });
        else
          terminal.out(
            `${instant(bar.time).padEnd(24)}  ${symbol.padEnd(16)}  ${timeframe} bar: ${open} ${high} ${low} ${close}, ${bar.volume}\n`,
          );
      }
    }
  }

  return {
    async follow(symbol: string): Promise<void> {
      const series = await live.bars.open(symbol, '1m');
      followed.push({ series, closed: Math.max(0, series.bars().length - 1) });
    },
    quote(time: number, { symbol, last, bid, ask, volume }: Quote): void {
      const view = live.feed.view(symbol);
      const source = view?.source ?? null;
      if (format === 'jsonl') {
        const prices = { last: known(last), bid: known(bid), ask: known(ask), volume };
        json({ kind: 'quote', time, symbol, ...prices, source, isSimulated: view?.isSimulated ?? false });
        return;
      }
      const cells = [
        instant(time),
        symbol,
        ...[last, bid, ask, volume].map((value) => known(value) ?? ''),
        source ?? '',
      ];
      newest.set(symbol, row(cells));
    },
    print(): void {
      if (isHeaderDue && newest.size > 0) {
        terminal.out(row(COLUMNS));
        isHeaderDue = false;
      }
      for (const line of newest.values()) terminal.out(line);
      newest.clear();
      printBars();
    },
  };
}

function row(cells: readonly (string | number)[]): string {
  const padded = cells.map((cell, i) => {
    const text = oneLine(String(cell));
    return i >= 2 && i <= 5 ? text.padStart(WIDTHS[i]!) : text.padEnd(WIDTHS[i]!);
  });
  return `${padded.join('  ').trimEnd()}\n`;
}

function instant(time: number): string {
  return new Date(time).toISOString();
}

function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([smh])$/.exec(text);
  const value = match ? Number(match[1]) * UNIT_MS[match[2]!]! : Number.NaN;
  if (value >= 1_000 && value < 2 ** 31) return value;
  throw new InvalidArgumentError('It must be a time such as 60s, 5m or 1h.');
}

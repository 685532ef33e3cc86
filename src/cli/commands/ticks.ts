import { type Command, Option } from 'commander';
import { TICK_KINDS, type TickKind } from '#domain/market/tick-columns';
import { unknownName } from '#domain/values/nearest-names';
import type { MarketStore, TickRange, TickSeriesSummary } from '#engine/ports/market-store';
import { dataOption, formatOption, parseInstant, wholeNumberFrom } from '../options.ts';
import { type Cell, type Format, printReport, type Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface TicksOptions {
  readonly kind: TickKind;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly makeBars?: true;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus ticks [SYMBOL]`: trades or quotes as stored; without a symbol what there is of them. */
export function addTicksCommand(program: Command, terminal: Terminal): void {
  program
    .command('ticks')
    .description('print stored trades or quotes, oldest first; without a symbol list what is stored')
    .argument('[symbol]', 'symbol as recorded, such as BTCUSDT')
    .addOption(new Option('--kind <kind>', 'what to print').choices(TICK_KINDS).default('trades'))
    .addOption(new Option('--from <date>', 'first date or time, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant))
    .addOption(
      new Option('--limit <count>', 'the newest so many of them')
        .default(1_000)
        .argParser(wholeNumberFrom(1, 50_000)),
    )
    .option(
      '--make-bars',
      'store bars of a minute to a day made of the ticks, where none is stored, and print no ticks',
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nA sequence is the venue’s number of the trade or update; what a venue does not say is empty. Times are UTC.\nJSON with --make-bars: { symbols, ticksStored, ticksDuplicate, ticks, barsMade, barsStored, barsKept }.',
    )
    .action(async (symbol: string | undefined, options: TicksOptions) => {
      if (options.makeBars) return makeBars(terminal, symbol, options);
      const { withEngine } = await import('../open-engine.ts');
      const { instantText } = await import('../times.ts');
      const report = await withEngine(terminal, options.data, async ({ stores: { market } }) => {
        const all = await market.tickSeries();
        if (symbol === undefined) return listSeries(all, instantText);
        return readTicks(market, knownSymbol(all, symbol, options.kind), options, instantText);
      });
      printReport(terminal, options.format, report);
    });
}

async function makeBars(
  terminal: Terminal,
  given: string | undefined,
  { kind, from, to, data, format }: TicksOptions,
): Promise<void> {
  const { withEngine } = await import('../open-engine.ts');
  const made = await withEngine(terminal, data, async ({ orchestrator, stores: { market } }) => {
    const symbol = given === undefined ? undefined : knownSymbol(await market.tickSeries(), given, kind);
    return orchestrator.run({
      agent: 'realtime_processor',
      type: 'process_ticks',
      data: {
        kind,
        ...(symbol === undefined ? {} : { symbol }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
      lane: 2,
    });
  });
  const { processedTicks } = await import('#contract/services/ticks');
  const { symbols, ticks, barsMade, barsStored, barsKept } = processedTicks.parse(made);
  printReport(terminal, format, {
    columns: ['symbols', 'ticks', 'barsMade', 'barsStored', 'barsKept'],
    rows: [[symbols.join(' '), ticks, barsMade, barsStored, barsKept]],
    json: made,
  });
}

function listSeries(all: readonly TickSeriesSummary[], write: (time: number) => string): Report {
  return {
    columns: ['symbol', 'kind', 'ticks', 'first', 'last'],
    rows: all.map(({ symbol, kind, ticks, firstTime, lastTime }) => [
      symbol,
      kind,
      ticks,
      write(firstTime),
      write(lastTime),
    ]),
    footer:
      all.length > 0
        ? []
        : ['', 'no ticks are stored; octopus stream BTCUSDT --record stores those it hears'],
  };
}

function knownSymbol(all: readonly TickSeriesSummary[], symbol: string, kind: TickKind): string {
  const stored = all.filter((series) => series.symbol.toUpperCase() === symbol.toUpperCase());
  if (stored.length === 0) {
    const known = [...new Set(all.map((series) => series.symbol))];
    throw new Error(known.length === 0 ? 'no ticks are stored' : unknownName('symbol', symbol, known));
  }
  const series = stored.find((one) => one.kind === kind);
  if (!series)
    throw new Error(`${symbol} has no ${kind}; it has ${stored.map((one) => one.kind).join(', ')}`);
  return series.symbol;
}

async function readTicks(
  market: MarketStore,
  symbol: string,
  { kind, from, to, limit }: TicksOptions,
  write: (time: number) => string,
): Promise<Report> {
  const range: TickRange = {
    limit,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  const cell = (value: number | undefined): Cell => (Number.isNaN(value) ? null : (value ?? null));
  if (kind === 'trades') {
    const { time, price, size, sequence } = await market.readTrades(symbol, range);
    return {
      columns: ['time', 'price', 'size', 'sequence'],
      rows: Array.from(time, (at, i) => [write(at), cell(price[i]), cell(size[i]), cell(sequence[i])]),
    };
  }
  const { time, bid, ask, bidSize, askSize, sequence } = await market.readQuotes(symbol, range);
  return {
    columns: ['time', 'bid', 'ask', 'bidSize', 'askSize', 'sequence'],
    rows: Array.from(time, (at, i) => [
      write(at),
      cell(bid[i]),
      cell(ask[i]),
      cell(bidSize[i]),
      cell(askSize[i]),
      cell(sequence[i]),
    ]),
  };
}

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SeriesTrust, SourceCheck } from '#contract/services/trust';
import type { Timeframe } from '#domain/market/timeframe';
import type { Engine } from '#runtime/engine/create-engine';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant, timeframeOption } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface TrustOptions {
  readonly from?: number;
  readonly to?: number;
  readonly timeframe: Timeframe;
  readonly check?: true;
  readonly providers?: readonly string[];
  readonly as?: string;
  readonly data?: string;
  readonly format: Format;
}

/** Lines of a table for people; --format json has them all. */
const LINES_MAX = 40;

/** `octopus trust SYMBOL`: where stored bars come from, what lacks, was revised, and what other sources say. */
export function addTrustCommand(program: Command, terminal: Terminal): void {
  program
    .command('trust')
    .description('tell the sources, gaps and revisions of stored bars, and compare them with other providers')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(new Option('--from <date>', 'first date or time, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant))
    .addOption(timeframeOption('length of a bar').default('1d'))
    .option('--check', 'ask other providers for the same bars and compare; nothing of theirs is stored')
    .addOption(
      new Option('--providers <ids>', 'whom to ask with --check, parted by commas').argParser(providerIds),
    )
    .addOption(new Option('--as <symbol>', 'the symbol as those providers know it; the same unless told'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: { symbol, timeframe, bars, stretches: [{ source, kind, from, to, bars, receivedFirst, receivedLast }], gaps,
gapsTotal, missingBars, revised: { bars, newest, times }, disagreements: [{ time, stored, others, verdict, suspects,
fields, deviation }], asOfKnownSince, lastCheck }; times in milliseconds. A verdict is stored-odd, other-odd or undecided.

Example: octopus trust AAPL --check --providers yahoo-finance,alpha-vantage`,
    )
    .action(async (symbol: string, options: TrustOptions) => {
      if (options.check === undefined && (options.providers ?? options.as) !== undefined)
        throw new UsageError('--providers and --as go with --check');
      const { withEngine } = await import('../open-engine.ts');
      const { readTrust } = await import('#runtime/market-data/read-trust');
      const { timeframe, from, to } = options;
      const trust = await withEngine(terminal, options.data, async (engine) => {
        const { stores, warehouse, clock } = engine;
        const symbols = (await stores.market.series()).map((series) => series.symbol);
        const known =
          symbols.find((one) => one === symbol) ??
          symbols.find((one) => one.toUpperCase() === symbol.toUpperCase()) ??
          symbol;
        if (options.check) await check(terminal, engine, known, options);
        const { market, documents } = stores;
        const ports = { market, documents, warehouse, now: clock.now() };
        return readTrust(ports, { symbol: known, timeframe, from, to });
      });
      await print(terminal, options.format, trust);
    });
}

/** Runs the collector's task, so that it counts as one; Ctrl-C cancels it. */
async function check(
  terminal: Terminal,
  { orchestrator, providers: desk }: Engine,
  symbol: string,
  { timeframe, from, to, providers, as }: TrustOptions,
): Promise<void> {
  for (const id of providers ?? []) if (!desk.ids().includes(id)) desk.open(id);
  const task = orchestrator.submit({
    agent: 'data_collector',
    type: 'source_validate',
    data: {
      symbol,
      timeframe,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(providers === undefined ? {} : { providers }),
      ...(as === undefined ? {} : { providerSymbol: as }),
    },
    lane: 2,
  });
  const cancel = (): void => void orchestrator.cancel(task.id);
  process.once('SIGINT', cancel);
  try {
    const ended = await orchestrator.settled(task.id);
    if (ended.task.state !== 'done') throw new Error(ended.task.error ?? `it ended as ${ended.task.state}`);
    for (const { source, error } of (ended.result as SourceCheck).failures)
      terminal.note(`${source} did not serve: ${error}`);
  } finally {
    process.removeListener('SIGINT', cancel);
  }
}

async function print(terminal: Terminal, format: Format, trust: SeriesTrust): Promise<void> {
  const { timeFormatter } = await import('../times.ts');
  const times = [...trust.stretches, ...trust.gaps, ...(trust.lastCheck?.scales ?? [])].flatMap(
    ({ from, to }) => [from, to],
  );
  const write = timeFormatter(Float64Array.from(times));
  const rows: Cell[][] = [
    ...trust.stretches.map(({ source, kind, from, to, bars, receivedFirst, receivedLast }) => [
      kind,
      write(from),
      write(to),
      bars,
      receivedFirst === null
        ? `before ${moment(receivedLast)}`
        : `${source}, ${span(moment(receivedFirst), moment(receivedLast))}`,
    ]),
    ...trust.gaps.map(({ from, to, bars }) => [
      'gap',
      write(from),
      write(to),
      bars,
      'expected by the calendar',
    ]),
    ...trust.disagreements.map(({ time, verdict, suspects, fields, deviation }) => [
      'dispute',
      write(time),
      write(time),
      1,
      `${verdict}: ${suspects.join(', ')}, ${fields.join(' ')} ${(deviation * 100).toFixed(2)} % apart`,
    ]),
    ...(trust.lastCheck?.scales ?? []).map(({ source, from, to, bars, factor, isSplit }) => [
      'scale',
      write(from),
      write(to),
      bars,
      `${source} is ${Number(factor.toPrecision(4))} times the stored${isSplit ? ', as after a split' : ''}`,
    ]),
  ];
  const shown = format === 'table' ? rows.slice(-LINES_MAX) : rows;
  const { revised, lastCheck, missingBars, bars } = trust;
  printReport(terminal, format, {
    columns: ['what', 'first', 'last', 'bars', 'of'],
    rows: shown,
    json: trust,
    footer: [
      '',
      `${bars} bars, ${missingBars} missing, ${revised.bars} revised`,
      lastCheck === null
        ? 'never compared with other sources; --check does it'
        : `${lastCheck.agreed} of ${lastCheck.compared} bars agreed with ${lastCheck.asked.map(({ source }) => source).join(', ')} on ${moment(lastCheck.checkedTime)}`,
      ...(shown.length < rows.length
        ? [`the newest ${shown.length} of ${rows.length} lines; --format json has all`]
        : []),
    ],
  });
}

function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}

function span(first: string, last: string): string {
  return first === last ? first : `${first} to ${last}`;
}

function providerIds(text: string): string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length > 0 && ids.length <= 5) return ids;
  throw new InvalidArgumentError('Name one to five, such as yahoo-finance,alpha-vantage.');
}

import { type Command, Option } from 'commander';
import type { NewsReport } from '#contract/services/news';
import { unknownName } from '#domain/values/nearest-names';
import type { Headline } from '#engine/ports/market-store';
import type { Engine } from '#runtime/engine/create-engine';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface NewsOptions {
  readonly symbol?: string;
  readonly download?: true;
  readonly provider?: string[];
  readonly addFeed?: string[];
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly data?: string;
  readonly format: Format;
}

const several = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];

/** `octopus news [WORDS…]`: stored headlines by word, symbol and time; with `--download`, new ones first. */
export function addNewsCommand(program: Command, terminal: Terminal): void {
  program
    .command('news')
    .description('list the stored headlines, newest first, or those that hold words; download new ones')
    .argument('[words...]', 'every one must occur, best match first; word* stands for all that begin so')
    .option('--symbol <symbol>', 'only headlines that speak of it')
    .option('--download', 'ask the sources for new ones first')
    .addOption(
      new Option(
        '-p, --provider <id>',
        'source to ask; repeat it for more; all that are ready and suit unless told',
      ).argParser(several),
    )
    .addOption(
      new Option(
        '--add-feed <url>',
        'add a feed (RSS, Atom, RDF, JSON) to the settings; may be repeated',
      ).argParser(several),
    )
    .addOption(new Option('--from <date>', 'first date or time, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant))
    .addOption(
      new Option('--limit <count>', 'at most so many').default(50).argParser(wholeNumberFrom(1, 1_000)),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: an array of { id, time, title, source, symbols, url, summary, receivedTime }, times in milliseconds; with
--download an object { report, headlines }, where report is { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined,
rowsOutside, symbols, providers: [{ provider, …, error, problems }] } and rowsRead the sum of the next four.
Feeds are asked as they are listed in the settings; keys come from OCTOPUS_NEWSAPI_KEY, OCTOPUS_FINNHUB_KEY,
OCTOPUS_REDDIT_KEY and OCTOPUS_X_KEY. Pages are read only when described and switched on in the settings.

Example: octopus news interest rates --download --provider rss`,
    )
    .action(async (words: string[], options: NewsOptions) => {
      const { from, to, symbol } = options;
      if (symbol !== undefined && !/^\S{1,32}$/.test(symbol))
        throw new UsageError(`symbol "${symbol}" must be 1 to 32 characters without spaces`);
      if (from !== undefined && to !== undefined && from >= to)
        throw new UsageError('the range is empty: --from must be before --to');
      if (options.provider && !options.download) throw new UsageError('--provider goes with --download');
      const { withEngine } = await import('../open-engine.ts');
      const { report, headlines } = await withEngine(terminal, options.data, async (engine) => {
        if (options.addFeed) addFeeds(engine, options.addFeed);
        const done = options.download ? await look(terminal, engine, words.join(' '), options) : undefined;
        return { report: done, headlines: await find(engine, words.join(' '), options) };
      });
      if (report) tell(terminal, report);
      print(terminal, options.format, headlines, report);
    });
}

function addFeeds({ settings }: Engine, feeds: readonly string[]): void {
  settings.update({ newsFeeds: [...new Set([...settings.current.get().newsFeeds, ...feeds])] });
}

async function look(
  terminal: Terminal,
  engine: Engine,
  words: string,
  { symbol, provider, from, to, limit }: NewsOptions,
): Promise<NewsReport> {
  const known = engine.providers.newsIds();
  const unknown = provider?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(unknownName('source of news', unknown, known));
  const { runCollectorTask } = await import('../run-task.ts');
  const data = {
    limit,
    ...(symbol === undefined ? {} : { symbol }),
    ...(words === '' ? {} : { words }),
    ...(provider === undefined ? {} : { providers: provider }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  return (await runCollectorTask(terminal, engine, {
    type: 'news',
    data,
    doing: 'looking for news',
    ifCancelled: 'cancelled; what was found before is stored',
  })) as NewsReport;
}

function find(
  { stores }: Engine,
  words: string,
  { symbol, from, to, limit }: NewsOptions,
): Promise<Headline[]> {
  const range = { symbol, from, to, limit };
  return words === '' ? stores.market.newestHeadlines(range) : stores.market.searchHeadlines(words, range);
}

function tell(terminal: Terminal, { providers, rowsQuarantined }: NewsReport): void {
  for (const { provider, rowsRead, rowsStored, error, problems } of providers) {
    terminal.note(error ?? `${provider}: ${rowsStored} of ${rowsRead} headlines are new`);
    for (const problem of problems) terminal.note(`${provider}: ${problem}`);
  }
  if (rowsQuarantined > 0)
    terminal.note(`${rowsQuarantined} rows went to quarantine; octopus quarantine says why`);
}

function print(
  terminal: Terminal,
  format: Format,
  headlines: readonly Headline[],
  report: NewsReport | undefined,
): void {
  printReport(terminal, format, {
    columns: ['time', 'symbols', 'source', 'title', 'url'],
    rows: headlines.map(({ time, symbols, source, title, url }) => [
      new Date(time).toISOString().replace('.000Z', 'Z'),
      symbols.join(' '),
      source,
      title,
      url ?? null,
    ]),
    json: report ? { report, headlines } : headlines,
    ...(headlines.length === 0
      ? { footer: ['', 'no headlines; octopus news --download asks for some'] }
      : {}),
  });
}

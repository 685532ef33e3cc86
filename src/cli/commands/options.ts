import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ChainImport, OptionChainView, OptionQuoteView } from '#contract/services/options';
import { type ClientOptions, jsonOption, printAnswer, withEngineClient } from '../engine-client.ts';
import { dataOption, formatOption, numberFrom, wholeNumberFrom } from '../options.ts';
import type { Cell, Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface OptionsOptions extends ClientOptions {
  readonly expiration?: string;
  readonly expirations?: true;
  readonly source?: string;
  readonly strikes: number;
  readonly rate?: number;
  readonly dividendYield?: number;
  readonly import?: string;
}

/** `octopus options UNDERLYING`: the chain of one expiration with what its prices imply. */
export function addOptionsCommand(program: Command, terminal: Terminal): void {
  program
    .command('options')
    .description(
      'print the options of an underlying: prices, implied volatility and Greeks of one expiration',
    )
    .argument('<underlying>', 'share, fund or index, such as AAPL')
    .addOption(
      new Option('--expiration <date>', 'the first a week away unless told').argParser(parseExpiration),
    )
    .addOption(new Option('--expirations', 'list the expirations instead'))
    .addOption(new Option('--source <id>', 'where the chain comes from; the first that is ready unless told'))
    .addOption(
      new Option('--strikes <count>', 'those nearest to the price')
        .default(20)
        .argParser(wholeNumberFrom(1, 400)),
    )
    .addOption(new Option('--rate <percent>', 'interest a year').argParser(numberFrom(-20, 100)))
    .addOption(
      new Option('--dividend-yield <percent>', 'of the underlying a year').argParser(numberFrom(-20, 100)),
    )
    .addOption(new Option('--import <file>', 'keep the chains of a CSV file first'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Sources: alpaca-options, schwab-options (each needs a key), interactive-brokers-options (needs a TWS), imported, simulated.
Simulated prices are made up and say so.
Volatility and Greeks are those of the middle of bid and ask: delta for one of the underlying, theta a day.
JSON: as options.chain answers, with --expirations as options.expirations.`,
    )
    .action(async (underlying: string, options: OptionsOptions) => {
      const report = await withEngineClient(terminal, options.data, async (client) => {
        const asked = {
          underlying: underlying.toUpperCase(),
          ...(options.source === undefined ? {} : { source: options.source }),
        };
        if (options.import !== undefined) {
          const text = await readFile(options.import, 'utf8');
          const done = await client.options.importText({ name: basename(options.import), text });
          for (const line of importLines(done)) terminal.note(line);
        }
        if (options.expirations) {
          const answer = await client.options.expirations(asked);
          return {
            columns: ['expiration', 'days', 'monthly'],
            rows: answer.expirations.map(({ date, days, isMonthly }) => [date, days, isMonthly ? 'yes' : '']),
            json: answer,
            footer: ['', sourceLine(answer.source)],
          };
        }
        return chainTable(
          await client.options.chain({
            ...asked,
            strikes: options.strikes,
            ...(options.expiration === undefined ? {} : { expiration: options.expiration }),
            ...(options.rate === undefined ? {} : { ratePct: options.rate }),
            ...(options.dividendYield === undefined ? {} : { dividendYieldPct: options.dividendYield }),
          }),
        );
      });
      printAnswer(terminal, options, report);
    });
}

function chainTable(chain: OptionChainView): Report {
  const { rows, atTheMoney, underlying, spot, expiration, assumptions, source } = chain;
  const side = (quote: OptionQuoteView | null): Cell[] => [
    quote?.bid ?? null,
    quote?.ask ?? null,
    quote?.last ?? null,
    quote?.volatilityPct ?? null,
    quote?.greeks?.delta ?? null,
    quote?.openInterest ?? null,
  ];
  const faults = rows.flatMap(({ strike, parity }) => (parity ? [`${strike}: ${parity.text}`] : []));
  return {
    columns: [
      ...['bid', 'ask', 'last', 'IV %', 'delta', 'open'].map((name) => `call ${name}`),
      'strike',
      ...['bid', 'ask', 'last', 'IV %', 'delta', 'open'].map((name) => `put ${name}`),
    ],
    rows: rows.map(({ strike, call, put }) => [
      ...side(call),
      strike === atTheMoney ? `${strike} *` : String(strike),
      ...side(put),
    ]),
    decimals: 2,
    json: chain,
    footer: [
      '',
      `${underlying} at ${spot.toFixed(2)} (* nearest strike), options to ${expiration.date}, ${expiration.days} days`,
      `rate ${assumptions.ratePct.toFixed(2)} % (${assumptions.rateSource}), dividends ${assumptions.dividendYieldPct.toFixed(2)} % (${assumptions.dividendSource})`,
      sourceLine(source),
      ...faults,
    ],
  };
}

function sourceLine({ name, isSimulated, note }: OptionChainView['source']): string {
  return isSimulated ? `SIMULATED, no market: ${note}` : `source: ${name}. ${note}`;
}

function importLines({ chains, rowsOlder, rowsQuarantined, reasons }: ChainImport): string[] {
  return [
    ...chains.map(
      ({ underlying, contracts, expirations, quoteTime }) =>
        `${underlying}: ${contracts} contracts of ${expirations} expirations as of ${new Date(quoteTime).toISOString()}`,
    ),
    ...(rowsOlder > 0 ? [`${rowsOlder} rows of earlier moments were left out`] : []),
    ...(rowsQuarantined > 0 ? [`${rowsQuarantined} rows are in quarantine, the first:`, ...reasons] : []),
  ];
}

function parseExpiration(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  throw new InvalidArgumentError('Write it as 2026-12-18.');
}

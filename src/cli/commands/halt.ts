import { type Command, Option } from 'commander';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { KillReport, KillStep } from '#contract/services/accounts';
import type { DrillReport } from '#contract/services/watchdog';
import { openingText } from '#domain/orders/session-queue';
import { toldText } from '#domain/values/told-number';
import {
  accountOption,
  type ClientOptions,
  failUnlessDone,
  jsonOption,
  printAnswer,
  withEngineClient,
} from '../engine-client.ts';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface HaltOptions extends ClientOptions {
  readonly account?: string;
  readonly step: KillStep;
  readonly reason: string;
  readonly resume?: true;
  readonly drill?: true;
}

/** Longer than the watchdog's longest limit and what follows it. */
const DRILL_LIMIT_MS = 400_000;

/** `octopus halt`: the kill switch, its release, and the watchdog's drill. */
export function addHaltCommand(program: Command, terminal: Terminal): void {
  program
    .command('halt')
    .description('stop trading: the kill switch of one account or all')
    .addOption(accountOption('only this account; all that are open unless told'))
    .addOption(
      new Option('--step <step>', 'how hard')
        .choices(['hold', 'cancel-all', 'reduce-only', 'flatten'])
        .default('cancel-all'),
    )
    .addOption(new Option('--reason <text>', 'kept in the journal').default('asked for on the command line'))
    .addOption(new Option('--resume', 'trade again').conflicts(['step', 'drill']))
    .addOption(new Option('--drill', 'rehearse: freeze an engine made for it and see the watchdog act'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
hold: nothing new is sent; cancel-all: and what works is cancelled; reduce-only: what opens is cancelled, only orders towards
flat are sent; flatten: everything is cancelled and every position closed once that is confirmed.
Exit code 1 when something could not be done; the report says what.
JSON: an array of { account, tradingState, cancelled, flattened, waiting, openOrders, held, notDone }; with --drill the report
{ drillId, account, time, action, limitMs, isPassed, actedAfterLimitMs, cancelled, notDone, steps }.`,
    )
    .action(async (options: HaltOptions) => {
      if (options.drill) await drill(terminal, options);
      else if (options.resume) await resume(terminal, options);
      else await halt(terminal, options);
    });
}

async function halt(terminal: Terminal, options: HaltOptions): Promise<void> {
  const { step, reason, account } = options;
  const reports = await withEngineClient(terminal, options.data, (client) =>
    client.accounts.kill({ step, reason, ...(account === undefined ? {} : { account }) }),
  );
  printAnswer(terminal, options, {
    columns: ['account', 'trading', 'cancelled', 'closed', 'still open', 'still held'],
    rows: reports.map(reportRow),
    json: reports,
  });
  failUnlessDone(reports.flatMap((one) => one.notDone.map((text) => `${one.account}: ${text}`)));
}

function reportRow({ account, tradingState, cancelled, flattened, waiting, openOrders, held }: KillReport) {
  const heldText = held.map(({ symbol, quantity }) => `${toldText(quantity)} ${symbol}`).join(', ');
  const closed = flattened.map((symbol) => {
    const later = waiting.find((one) => one.symbol === symbol);
    return later ? `${symbol} at the opening, ${openingText(later.opensTime)}` : symbol;
  });
  return [account, tradingState, cancelled, closed.join(', '), openOrders.length, heldText];
}

async function resume(terminal: Terminal, options: HaltOptions): Promise<void> {
  const views = await withEngineClient(terminal, options.data, async (client) => {
    const accounts = await accountsOf(client, options.account);
    return Promise.all(
      accounts.map((account) =>
        client.accounts.setTradingState({ account, tradingState: 'active', reason: options.reason }),
      ),
    );
  });
  printAnswer(terminal, options, {
    columns: ['account', 'trading', 'why closed'],
    rows: views.map(({ account, tradingState, whyClosed }) => [account, tradingState, whyClosed]),
    json: views,
  });
}

/** The named account, or all that are open. */
async function accountsOf(client: EngineClient, account: string | undefined): Promise<string[]> {
  const known = (await client.accounts.list()).map((view) => view.account);
  if (account === undefined) return known;
  if (!known.includes(account))
    throw new UsageError(`no account ${account} is open; open are ${known.join(', ') || 'none'}`);
  return [account];
}

async function drill(terminal: Terminal, options: HaltOptions): Promise<void> {
  const { account } = options;
  const report = await withEngineClient(terminal, options.data, (client) =>
    client.accounts.drill(account === undefined ? {} : { account }, {
      context: { timeoutMs: DRILL_LIMIT_MS },
    }),
  );
  printAnswer(terminal, options, drillTable(report));
  failUnlessDone(report.isPassed ? [] : ['the drill failed', ...report.notDone]);
}

function drillTable(report: DrillReport) {
  const { steps, isPassed, actedAfterLimitMs, limitMs } = report;
  const late =
    actedAfterLimitMs === null ? '' : `, ${(actedAfterLimitMs / 1_000).toFixed(2)} s after the limit`;
  return {
    columns: ['after s', 'took s', 'done', 'what'],
    rows: steps.map(({ what, isDone, afterMs, durationMs }) => [
      afterMs / 1_000,
      durationMs / 1_000,
      isDone ? 'yes' : 'no',
      what,
    ]),
    decimals: 2,
    json: report,
    footer: ['', `${isPassed ? 'passed' : 'failed'}: limit ${limitMs / 1_000} s${late}`],
  };
}

import { type Command, Option } from 'commander';
import type { AlertTriggerView, AlertView } from '#contract/services/alerts';
import { ALERT_SEVERITIES, type AlertDefinition } from '#domain/alerts/alert-definition';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface Shared {
  readonly data?: string;
  readonly format: Format;
}

interface AddOptions extends Shared {
  readonly and: readonly string[];
  readonly or: readonly string[];
  readonly frequency: string;
  readonly expires?: number;
  readonly name: string;
  readonly message: string;
  readonly severity: AlertDefinition['severity'];
  readonly sound?: boolean;
}

/** `octopus alerts list|add|remove|history`: conditions that speak up, and what they said. */
export function addAlertsCommand(program: Command, terminal: Terminal): void {
  const alerts = program
    .command('alerts')
    .description('list, add and remove alerts, and see when they fired');
  addList(alerts, terminal);
  addAdd(alerts, terminal);
  addRemove(alerts, terminal);
  addHistory(alerts, terminal);
}

function addList(alerts: Command, terminal: Terminal): void {
  alerts
    .command('list', { isDefault: true })
    .description('list every alert with its state and newest values')
    .addOption(dataOption())
    .addOption(formatOption())
    .action(async (options: Shared) => {
      const { withEngine } = await import('../open-engine.ts');
      const found = await withEngine(terminal, options.data, async ({ views }) => [...views.alerts.items()]);
      printAlerts(terminal, options.format, found);
    });
}

function addAdd(alerts: Command, terminal: Terminal): void {
  alerts
    .command('add')
    .description('add an alert on a symbol')
    .argument('<symbol>', 'symbol that conditions mean when they name none')
    .argument('<condition>', 'such as "price crosses-above 200"')
    .addOption(repeated('--and <condition>', 'a condition that must hold too; may be repeated'))
    .addOption(repeated('--or <condition>', 'a condition that is enough too; may be repeated'))
    .addOption(
      new Option(
        '--frequency <how>',
        'once, once-per-bar(5m), once-per-minute, once-per-day, every-time(30s)',
      ).default('once'),
    )
    .addOption(new Option('--expires <date>', 'date or time from which it is silent').argParser(parseInstant))
    .addOption(new Option('--name <name>', 'name; the rule unless told').default('', 'none'))
    .addOption(
      new Option(
        '--message <text>',
        'with {name} {symbol} {rule} {price} {value} {threshold} {time}; the usual one unless told',
      ).default('', 'none'),
    )
    .addOption(
      new Option('--severity <severity>', 'how it is shown').choices(ALERT_SEVERITIES).default('info'),
    )
    .addOption(new Option('--sound', 'with a sound'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
A condition is a measure, an operator and a value:
  price|bid|ask|mid   change, change(open), change(30m)   volume, volume(5m), relative-volume(20,1d)
  rsi(14,1d), macd(12,26,9,1h).signal, rsi(14,5m,live): any indicator; live looks within the bar; price@SPX another symbol
  crosses, crosses-above, crosses-below, is-above (>), is-below (<)   a number or another measure
  enters, leaves   100 to 110          rises-by, falls-by   2% in 15m
  time at 09:35 [zone], time at 2026-12-31T15:00, time at 5m before-close [calendar], time after 10:00, time before 15:00`,
    )
    .action(async (symbol: string, condition: string, options: AddOptions) => {
      if (options.and.length > 0 && options.or.length > 0)
        throw new UsageError('--and and --or together are not clear: write one condition with brackets');
      const word = options.or.length > 0 ? ' or ' : ' and ';
      const rule = [condition, ...options.and, ...options.or].join(word);
      const { withEngine } = await import('../open-engine.ts');
      const added = await withEngine(terminal, options.data, (engine) =>
        engine.alerts.create({
          symbol,
          rule,
          frequency: options.frequency,
          expiresTime: options.expires ?? null,
          name: options.name,
          message: options.message,
          severity: options.severity,
          isSoundOn: options.sound ?? false,
        }),
      );
      printAlerts(terminal, options.format, [added]);
    });
}

function addRemove(alerts: Command, terminal: Terminal): void {
  alerts
    .command('remove')
    .description('remove an alert')
    .argument('<id>', 'its id, or as much of the beginning as tells it from the others')
    .addOption(dataOption())
    .action(async (id: string, options: Pick<Shared, 'data'>) => {
      const { withEngine } = await import('../open-engine.ts');
      const removed = await withEngine(terminal, options.data, async (engine) => {
        const found = engine.views.alerts.items().filter((alert) => alert.id.startsWith(id));
        const [only] = found;
        if (found.length !== 1 || only === undefined)
          throw new UsageError(
            found.length === 0
              ? `no alert ${id}`
              : `${found.length} alerts begin with ${id}; give more of the id`,
          );
        engine.alerts.remove(only.id);
        return only;
      });
      terminal.out(`removed ${removed.symbol} ${removed.rule}\n`);
    });
}

function addHistory(alerts: Command, terminal: Terminal): void {
  alerts
    .command('history')
    .description('list when alerts fired, newest first, with what fired them')
    .addOption(new Option('--limit <count>', 'so many').default(50).argParser(wholeNumberFrom(1, 500)))
    .addOption(
      new Option('--before <id>', 'only triggers with a smaller id').argParser(
        wholeNumberFrom(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .action(async (options: Shared & { readonly limit: number; readonly before?: number }) => {
      const { withEngine } = await import('../open-engine.ts');
      const found = await withEngine(terminal, options.data, async (engine) =>
        engine.alerts.history({ limit: options.limit, before: options.before }),
      );
      const { nextBefore } = found;
      printReport(terminal, options.format, {
        columns: ['id', 'time', 'alert', 'by', 'price', 'message'],
        rows: found.rows.map(historyRow),
        json: found,
        footer: nextBefore === null ? [] : [`there are older ones: --before ${nextBefore}`],
      });
    });
}

function historyRow(trigger: AlertTriggerView) {
  const { id, eventTime, name, symbol, rule, cause, message } = trigger;
  const time = new Date(eventTime).toISOString();
  return [id, time, name || `${symbol} ${rule}`, cause?.kind ?? 'tick', cause?.price ?? null, message];
}

function printAlerts(terminal: Terminal, format: Format, alerts: readonly AlertView[]): void {
  printReport(terminal, format, {
    columns: ['id', 'symbol', 'rule', 'frequency', 'state', 'fired', 'expires', 'name'],
    rows: alerts.map(({ id, symbol, rule, frequency, state, triggerCount, expiresTime, name }) => [
      id.slice(0, 8),
      symbol,
      rule,
      frequency,
      state,
      triggerCount,
      expiresTime === null ? null : new Date(expiresTime).toISOString().slice(0, 16),
      name,
    ]),
    json: alerts,
  });
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], 'none')
    .argParser((text: string, previous: unknown) => [...(previous as string[]), text]);
}

import { Command } from 'commander';
import { unknownName } from '#domain/values/nearest-names';
import { VERSION } from '#runtime/engine/version';
import { addAccountsCommand } from './commands/accounts.ts';
import { addAlertsCommand } from './commands/alerts.ts';
import { addAlgorithmsCommand } from './commands/algorithms.ts';
import { addAnalyzeCommand } from './commands/analyze.ts';
import { addBacktestCommand } from './commands/backtest.ts';
import { addBarsCommand } from './commands/bars.ts';
import { addCleanupCommand } from './commands/cleanup.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addCostsCommand } from './commands/costs.ts';
import { addDivergeCommand } from './commands/diverge.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDownloadCommand } from './commands/download.ts';
import { addExportCommand } from './commands/export.ts';
import { addFundamentalsCommand } from './commands/fundamentals.ts';
import { addGapsCommand } from './commands/gaps.ts';
import { addHaltCommand } from './commands/halt.ts';
import { addHoldOutCommand } from './commands/hold-out.ts';
import { addImportCommand } from './commands/import.ts';
import { addIndicatorsCommand } from './commands/indicators.ts';
import { addJournalCommand } from './commands/journal.ts';
import { addMonteCarloCommand } from './commands/monte-carlo.ts';
import { addNewsCommand } from './commands/news.ts';
import { addOptimizeParametersCommand } from './commands/optimize-parameters.ts';
import { addOptionsCommand } from './commands/options.ts';
import { addOrderCommand } from './commands/order.ts';
import { addOrdersCommand } from './commands/orders.ts';
import { addOverfittingCommand } from './commands/overfitting.ts';
import { addProvidersCommand } from './commands/providers.ts';
import { addQuarantineCommand } from './commands/quarantine.ts';
import { addReconcileCommand } from './commands/reconcile.ts';
import { addRemoveCommand } from './commands/remove.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addServeCommand } from './commands/serve.ts';
import { addStrategyCommand } from './commands/strategy.ts';
import { addStreamCommand } from './commands/stream.ts';
import { addSweepCommand } from './commands/sweep.ts';
import { addTearSheetCommand } from './commands/tearsheet.ts';
import { addTicksCommand } from './commands/ticks.ts';
import { addTrustCommand } from './commands/trust.ts';
import { addWalkForwardCommand } from './commands/walk-forward.ts';
import { UsageError } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** The whole command line. Parsing throws; nothing here ends the process. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('octopus')
    .description('Trading workstation: import and download prices, compute, backtest, analyse, serve.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: () => undefined })
    .usage('<command> [options]')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage. Results go to standard output, everything else to standard error.',
    );
  const add = [
    addImportCommand,
    addDownloadCommand,
    addNewsCommand,
    addFundamentalsCommand,
    addProvidersCommand,
    addBarsCommand,
    addTicksCommand,
    addStreamCommand,
    addExportCommand,
    addGapsCommand,
    addTrustCommand,
    addQuarantineCommand,
    addRemoveCommand,
    addCleanupCommand,
    addIndicatorsCommand,
    addBacktestCommand,
    addSweepCommand,
    addOptimizeParametersCommand,
    addWalkForwardCommand,
    addMonteCarloCommand,
    addOverfittingCommand,
    addHoldOutCommand,
    addStrategyCommand,
    addTearSheetCommand,
    addCompareCommand,
    addRunsCommand,
    addAnalyzeCommand,
    addAlertsCommand,
    addAccountsCommand,
    addOrderCommand,
    addOrdersCommand,
    addAlgorithmsCommand,
    addCostsCommand,
    addOptionsCommand,
    addReconcileCommand,
    addHaltCommand,
    addServeCommand,
    addJournalCommand,
    addDivergeCommand,
    addDoctorCommand,
  ];
  for (const addCommand of add) addCommand(program, terminal);
  for (const group of [program, ...program.commands])
    if (group.commands.length > 0) refuseUnknownCommands(group);
  return program;
}

function refuseUnknownCommands(group: Command): void {
  group.on('command:*', ([name = '']: string[]) => {
    throw new UsageError(
      unknownName(
        'command',
        name,
        group.commands.map((command) => command.name()),
      ),
    );
  });
  // A misspelt command of a group that lists without one is an argument too many of `list`.
  const list = group.commands.find((command) => command.name() === 'list');
  list?.exitOverride((error) => {
    const [name] = group.args;
    if (error.code !== 'commander.excessArguments' || name === undefined || name === 'list') throw error;
    const names = group.commands.map((command) => command.name());
    throw new UsageError(unknownName('command', name, names));
  });
}

import { resolveDeclared } from '#domain/strategies/sdk/declared-parameters';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import { describeStrategy } from '#domain/strategies/sdk/strategy-description';
import { accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { refusing } from '#engine/simulation/sweep/objective';
import { closeRealm, loadStrategy } from './load-strategy.ts';
import { strategyFault } from './strategy-fault.ts';
import type { AccountJob, StrategyJob, StrategyLine, StrategyReport } from './strategy-job.ts';
import { watchedModule } from './watched-module.ts';

/** Events between two reports of progress. */
const REPORT_EVENTS = 65_536;

/** The life of a thread that runs one strategy file. Never throws: what goes wrong is reported. */
export async function runStrategyThread(job: StrategyJob, line: StrategyLine): Promise<void> {
  const { path, source, task, beats, place } = job;
  try {
    const isLab = task.kind === 'lab' || task.kind === 'help';
    const lab = isLab ? await import('./lab-thread.ts') : undefined;
    const live = task.kind === 'live' ? await import('./live-thread.ts') : undefined;
    closeRealm();
    // Odd while it loads, as a file may hang before it is a strategy.
    beats[place]! += 1;
    const loaded = await loadStrategy(path, source);
    beats[place]! += 1;
    const strategy = watchedModule(loaded, beats, place);
    if (task.kind === 'describe') {
      const description = refusing(() => describeStrategy(strategy, task.parameters));
      line.post({ kind: 'described', description });
    } else if (task.kind === 'run') line.post(runAccount(strategy, task.run, line));
    else if (task.kind === 'live') live?.liveInThread(strategy, task, path);
    else if (task.kind === 'help') lab?.helpInLab(strategy, task.line, path);
    else line.post({ kind: 'finished', result: await lab?.runInLab(strategy, task.lab, line) });
  } catch (error) {
    line.post(strategyFault(path, error));
  }
}

function runAccount(strategy: StrategyModule, job: AccountJob, line: StrategyLine): StrategyReport {
  const parameters = refusing(() => resolveDeclared(strategy, job.parameters));
  const run = new AccountRun({ ...job, strategy, parameters });
  while (!run.advance(REPORT_EVENTS)) line.post({ kind: 'progress', fraction: run.progress });
  const warmUpBars = strategy.warmUpBars?.(parameters) ?? 0;
  const outcome = accountOutcome(run, job.account.cash, warmUpBars);
  return { kind: 'done', outcome, parameters, name: strategy.name };
}

import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import type { TrialCount } from '#engine/simulation/search/trial-counter';
import type { RunWork } from '#runtime/strategies/command-strategy';
import { countInFolder } from './lab-request.ts';
import type { Terminal } from './terminal.ts';

/** What a run was found to be worth, and what was tried on its bars. */
export interface JudgedRun {
  readonly verdict: HonestVerdict;
  readonly count: TrialCount;
}

/** Counts a run among the trials of its bars, doubts it from every side, and keeps what was found. */
export async function judgeRun(
  terminal: Terminal,
  data: string | undefined,
  work: RunWork,
): Promise<JudgedRun> {
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const { backtestWorkId } = await import('#engine/simulation/search/data-set-hash');
  const { runEvidence } = await import('#engine/simulation/search/trial-evidence');
  const { keepVerdict } = await import('#runtime/lab/lab-books');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { strategy, parameters, dataSet } = work;
  const options = { ...work.options, parameters };
  const count = await countInFolder(terminal, data, work, {
    id: backtestWorkId(dataSet, options),
    kind: 'backtest',
    strategy,
    evidence: runEvidence(options, parameters),
  });
  const { trials, evaluations, independentTrials, sharpeVariance } = count;
  const { outcome: verdict } = await runLabTask(
    'verdict',
    { ...work, trials, evaluations, independentTrials, sharpeVariance },
    (done) => terminal.progress('examination', done),
  );
  terminal.progressDone();
  keepVerdict(dataFolder({ given: data }), { dataSet, options, verdict });
  return { verdict, count };
}

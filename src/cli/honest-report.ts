import type { BacktestRequest } from '#engine/simulation/backtest-run';
import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import type { TrialCount } from '#engine/simulation/search/trial-counter';
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
  request: BacktestRequest,
): Promise<JudgedRun> {
  const { honestVerdict } = await import('#engine/simulation/honesty/honest-verdict');
  const { backtestWorkId, dataSetHash } = await import('#engine/simulation/search/data-set-hash');
  const { runEvidence } = await import('#engine/simulation/search/trial-evidence');
  const { keepVerdict } = await import('#runtime/lab-books');
  const { dataFolder } = await import('#runtime/data-folder');
  const { strategy, parameters, bars } = request;
  const options = { ...request.options, parameters };
  const dataSet = dataSetHash(bars);
  const count = await countInFolder(terminal, data, request, {
    id: backtestWorkId(dataSet, options),
    kind: 'backtest',
    strategy: strategy.slug,
    evidence: runEvidence(options, parameters),
  });
  const verdict = honestVerdict(request, parameters, count);
  keepVerdict(dataFolder({ given: data }), { dataSet, options, verdict });
  return { verdict, count };
}

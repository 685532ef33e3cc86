import type { BacktestRequest } from '#engine/simulation/backtest-run';
import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import { countInFolder } from './lab-request.ts';
import type { Terminal } from './terminal.ts';

/** Counts a run among the trials of its bars, and doubts it from every side. */
export async function judgeRun(
  terminal: Terminal,
  data: string | undefined,
  request: BacktestRequest,
): Promise<HonestVerdict> {
  const { honestVerdict } = await import('#engine/simulation/honesty/honest-verdict');
  const { backtestWorkId, dataSetHash } = await import('#engine/simulation/search/data-set-hash');
  const { strategy, parameters, options, bars } = request;
  const count = await countInFolder(terminal, data, request, {
    id: backtestWorkId(dataSetHash(bars), { ...options, parameters }),
    kind: 'backtest',
    strategy: strategy.slug,
    trials: 1,
    spread: { count: 0, mean: 0, squares: 0 },
  });
  return honestVerdict(request, parameters, count);
}

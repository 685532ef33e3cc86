import { type BacktestRequest, BacktestRun, type ComputedBacktest } from './backtest-run.ts';

/** Bars between two looks at the signal: some milliseconds of work. */
export const BACKTEST_PORTION_BARS = 65_536;

export interface BacktestCompany {
  /** Milliseconds from an arbitrary origin. */
  readonly monotonic: () => number;
  /** Looked at every {@link BACKTEST_PORTION_BARS} bars; throws its reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
  /** Awaited between portions, so that an abort sent as a message can arrive. */
  readonly pause?: () => Promise<void>;
}

/** Runs a backtest in one go. */
export function runBacktest(
  request: BacktestRequest,
  company: Omit<BacktestCompany, 'pause'>,
): ComputedBacktest {
  const startTime = company.monotonic();
  const run = new BacktestRun(request);
  while (!run.advance(BACKTEST_PORTION_BARS)) report(run, company);
  return run.result(company.monotonic() - startTime);
}

/** Runs a backtest that gives way between portions; otherwise as {@link runBacktest}. */
export async function runBacktestInPortions(
  request: BacktestRequest,
  company: BacktestCompany,
): Promise<ComputedBacktest> {
  const startTime = company.monotonic();
  const run = new BacktestRun(request);
  while (!run.advance(BACKTEST_PORTION_BARS)) {
    await company.pause?.();
    report(run, company);
  }
  return run.result(company.monotonic() - startTime);
}

function report(run: BacktestRun, company: BacktestCompany): void {
  company.signal?.throwIfAborted();
  company.onProgress?.(run.progress);
}

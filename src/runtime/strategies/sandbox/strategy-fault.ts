import { OctopusError } from '#contract/errors';
import { strategyFailure } from './strategy-failure.ts';
import type { StrategyReport } from './strategy-job.ts';

/** What went wrong, with the file's line where there is one. */
export function strategyFault(
  path: string,
  error: unknown,
): Extract<StrategyReport, { readonly kind: 'failed' }> {
  if (!(error instanceof OctopusError))
    return { kind: 'failed', code: 'TASK_FAILED', message: strategyFailure(path, error) };
  const { stack } = error.details as { stack?: string };
  if (stack === undefined)
    return {
      kind: 'failed',
      code: error.code === 'TASK_FAILED' ? 'TASK_FAILED' : 'BAD_REQUEST',
      message: error.message,
    };
  // The file and its line, then when it happened.
  const place = strategyFailure(path, { name: 'Error', message: error.message, stack });
  return { kind: 'failed', code: 'TASK_FAILED', message: place };
}

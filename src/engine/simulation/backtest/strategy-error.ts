import { OctopusError } from '#contract/errors';
import { LookAheadError } from '#domain/strategies/sdk/look-ahead-error';
import type { InstrumentView } from '#domain/strategies/sdk/strategy-context';

/** What a strategy threw, with where and when; an `OctopusError` as it is. `details.stack` is the strategy's own. */
export function strategyError(
  error: unknown,
  strategy: string,
  calling: string,
  at: InstrumentView | undefined,
): OctopusError {
  if (error instanceof OctopusError) return error;
  const { name = 'Error', message = String(error), stack = '' } = (error ?? {}) as Partial<Error>;
  const when = at && at.bars > 0 ? ` at ${at.symbol} ${new Date(at.time()).toISOString()}` : '';
  const kind = name === 'Error' ? '' : `${name}: `;
  return new OctopusError(
    'TASK_FAILED',
    `strategy "${strategy}" failed in ${calling}${when}: ${kind}${message}`,
    {
      error: name,
      isLookAhead: error instanceof LookAheadError,
      stack,
    },
  );
}

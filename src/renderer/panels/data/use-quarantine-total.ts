import { useAnswer } from '../../client/use-answer.ts';
import { useReference } from '../../stores/reference.ts';

/** Rows set aside in all; counted anew after each import. */
export function useQuarantineTotal(): number {
  const { series } = useReference();
  const stamp = series.reduce((sum, { bars }) => sum + bars, 0);
  const { value } = useAnswer(
    `total ${stamp}`,
    (engine, options) => engine.marketData.quarantine({ limit: 1 }, options),
    { everyMs: 10_000, isKept: true },
  );
  return value?.total ?? 0;
}

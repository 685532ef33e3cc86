import type { StrategyInfo } from '#contract/services/backtests';
import { useAnswer } from '../../client/use-answer.ts';

const NONE: readonly StrategyInfo[] = [];
/** Files are edited elsewhere: an unchanged one costs the engine a look at its text. */
const AGAIN_MS = 4_000;

/** Built-in strategies and the files of the strategies folder, as they are saved by now. */
export function useStrategies(): {
  readonly strategies: readonly StrategyInfo[];
  readonly problem: string | null;
  readonly askAgain: () => void;
} {
  const { value, problem, askAgain } = useAnswer(
    'strategies',
    (engine, options) => engine.backtests.strategies(undefined, options),
    { everyMs: AGAIN_MS, isKept: true, isRemembered: true },
  );
  return { strategies: value ?? NONE, problem, askAgain };
}

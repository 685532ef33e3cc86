import { formatNumber } from '../../format/number.ts';
import type { StrategyInfo } from './backtest-form.ts';

export interface Bounds {
  /** Both inclusive. */
  readonly minimum: number;
  readonly maximum: number;
  readonly isInteger?: boolean;
}

/** What was typed as a number; what is wrong with it is noted in `errors` under `field`. */
export function readNumber(
  errors: Record<string, string>,
  field: string,
  text: string,
  { minimum, maximum, isInteger = false }: Bounds,
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= minimum && value <= maximum) || (isInteger && !Number.isInteger(value)))
    errors[field] =
      `${isInteger ? 'A whole number' : 'A number'} from ${plain(minimum)} to ${plain(maximum)}.`;
  return value;
}

/** Every parameter of a strategy, its default where nothing was typed; problems stand under `parameter:name`. */
export function readParameters(
  errors: Record<string, string>,
  strategy: Pick<StrategyInfo, 'parameters'> | undefined,
  typed: Readonly<Record<string, string>>,
): Record<string, number> {
  return Object.fromEntries(
    (strategy?.parameters ?? []).map(({ name, default: otherwise, ...bounds }) => [
      name,
      readNumber(errors, `parameter:${name}`, typed[name] ?? String(otherwise), bounds),
    ]),
  );
}

/** Notes what keeps a strategy from being run at all. */
export function noteStrategyProblem(
  errors: Record<string, string>,
  strategy: StrategyInfo | undefined,
): void {
  if (strategy === undefined) errors['strategy'] = 'Choose a strategy.';
  else if (strategy.problem !== null) errors['strategy'] = strategy.problem;
}

function plain(value: number): string {
  return value >= 1e9 ? '10¹²' : formatNumber(value, Number.isInteger(value) ? 0 : 2);
}

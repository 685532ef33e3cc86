import type { ReactNode } from 'react';
import { SelectField, TextField } from '../../../components/field.tsx';
import type { StrategyInfo } from '../backtest-form.ts';

/** Which strategy: a built-in one, or a file of one's own with what is wrong with it. */
export function StrategyField({
  strategies,
  value,
  error,
  onChoose,
}: {
  readonly strategies: readonly StrategyInfo[];
  readonly value: string;
  readonly error: string | undefined;
  readonly onChoose: (slug: string) => void;
}): ReactNode {
  const strategy = strategies.find(({ slug }) => slug === value);
  return (
    <>
      <SelectField
        label="Strategy"
        value={value}
        error={strategy?.problem === null ? error : undefined}
        choices={strategies.map(({ slug, name, kind, problem }) => ({
          value: slug,
          text: problem === null ? name : `▲ ${name}`,
          group: kind === 'built-in' ? 'Built in' : 'Files of your own',
        }))}
        onChoose={onChoose}
      />
      {strategy && strategy.problem !== null && (
        <p className="strategy-problem selectable" role="alert">
          {strategy.problem}
        </p>
      )}
      {strategy && strategy.problem === null && <p className="backtest-summary">{strategy.summary}</p>}
    </>
  );
}

/** A line for each parameter of a strategy, with its range; problems are found under `parameter:name`. */
export function ParameterFields({
  strategy,
  typed,
  errors,
  onType,
}: {
  readonly strategy: StrategyInfo | undefined;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly onType: (typed: Readonly<Record<string, string>>) => void;
}): ReactNode {
  return strategy?.parameters.map(({ name, label, default: otherwise, minimum, maximum, isInteger }) => (
    <TextField
      key={name}
      label={label}
      inputMode={isInteger ? 'numeric' : 'decimal'}
      suffix={`${numberText(minimum)}–${numberText(maximum)}`}
      value={typed[name] ?? String(otherwise)}
      error={errors[`parameter:${name}`]}
      onChange={(event) => onType({ ...typed, [name]: event.target.value })}
    />
  ));
}

function numberText(value: number): string {
  return value.toLocaleString('en-US').replace('-', '−');
}

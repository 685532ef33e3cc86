import type { ReactNode } from 'react';
import { SelectField, TextField } from '../../../components/field.tsx';
import { useReference } from '../../../stores/reference.ts';
import type { StrategyInfo } from '../backtest-form.ts';
import type { SettingsProps } from './form-fields.tsx';
import { FormSection } from './form-section.tsx';
import { NewStrategyButton } from './new-strategy-button.tsx';

/** Which strategy with which parameters: a built-in one, or a file of one's own. */
export function StrategySection({
  strategies,
  onCreated,
  form,
  onChange,
  errors,
}: SettingsProps & {
  readonly strategies: readonly StrategyInfo[];
  /** A file was written; the list is to be asked for again. */
  readonly onCreated: () => void;
}): ReactNode {
  const strategy = strategies.find(({ slug }) => slug === form.strategy);
  const choose = (slug: string): void => onChange({ strategy: slug, parameters: {} });
  const { info } = useReference();
  return (
    <FormSection
      title="Strategy"
      summary={strategy?.name ?? 'none'}
      isOpenAtFirst
      hasError={Object.keys(errors).some((name) => name === 'strategy' || name.startsWith('parameter:'))}
    >
      <SelectField
        label="Strategy"
        value={form.strategy}
        error={strategy?.problem === null ? errors['strategy'] : undefined}
        choices={strategies.map(({ slug, name, kind, problem }) => ({
          value: slug,
          text: problem === null ? name : `▲ ${name}`,
          group: kind === 'built-in' ? 'Built in' : 'Files of your own',
        }))}
        onChoose={choose}
      />
      {strategy && strategy.problem !== null && (
        <p className="strategy-problem selectable" role="alert">
          {strategy.problem}
        </p>
      )}
      {strategy && strategy.problem === null && <p className="backtest-summary">{strategy.summary}</p>}
      {strategy?.kind === 'file' && (
        <p className="note selectable">
          {`${strategy.slug} in ${info?.dataFolder ?? 'the data folder'}/strategies; saved changes count from the next run on`}
        </p>
      )}
      {strategy?.parameters.map(({ name, label, default: otherwise, minimum, maximum, isInteger }) => (
        <TextField
          key={name}
          label={label}
          inputMode={isInteger ? 'numeric' : 'decimal'}
          suffix={`${numberText(minimum)}–${numberText(maximum)}`}
          value={form.parameters[name] ?? String(otherwise)}
          error={errors[`parameter:${name}`]}
          onChange={(event) => onChange({ parameters: { ...form.parameters, [name]: event.target.value } })}
        />
      ))}
      <NewStrategyButton
        onCreated={(slug) => {
          onCreated();
          choose(slug);
        }}
      />
    </FormSection>
  );
}

function numberText(value: number): string {
  return value.toLocaleString('en-US').replace('-', '−');
}

import type { ReactNode } from 'react';
import { useReference } from '../../../stores/reference.ts';
import type { StrategyInfo } from '../backtest-form.ts';
import type { SettingsProps } from './form-fields.tsx';
import { FormSection } from './form-section.tsx';
import { NewStrategyButton } from './new-strategy-button.tsx';
import { ParameterFields, StrategyField } from './strategy-fields.tsx';

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
      <StrategyField
        strategies={strategies}
        value={form.strategy}
        error={errors['strategy']}
        onChoose={choose}
      />
      {strategy?.kind === 'file' && (
        <p className="note selectable">
          {`${strategy.slug} in ${info?.dataFolder ?? 'the data folder'}/strategies; saved changes count from the next run on`}
        </p>
      )}
      <ParameterFields
        strategy={strategy}
        typed={form.parameters}
        errors={errors}
        onType={(parameters) => onChange({ parameters })}
      />
      <NewStrategyButton
        onCreated={(slug) => {
          onCreated();
          choose(slug);
        }}
      />
    </FormSection>
  );
}

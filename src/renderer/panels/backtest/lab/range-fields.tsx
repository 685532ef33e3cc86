import { type ReactNode, useState } from 'react';
import { LabelledChoice } from '../../../components/labelled-choice.tsx';
import type { StrategyInfo } from '../backtest-form.ts';
import { OBJECTIVES, type RangeDraft } from './lab-draft.ts';
import { WorkField } from './work-field.tsx';

const OWN = 'own';
const OBJECTIVE_CHOICES = [...OBJECTIVES, { value: OWN, text: 'Own formula…' }];

/** What to try: a range for each parameter, a condition, what is to be as large as it can. */
export function RangeFields({
  strategy,
  draft,
  wrongField = null,
  onChange,
}: {
  readonly strategy: StrategyInfo | undefined;
  readonly draft: RangeDraft;
  /** Name of the parameter whose range cannot be used, or `constraint`. */
  readonly wrongField?: string | null;
  readonly onChange: (change: Partial<RangeDraft>) => void;
}): ReactNode {
  const isListed = OBJECTIVES.some(({ value }) => value === draft.objective);
  const [isOwn, setIsOwn] = useState(!isListed);
  return (
    <>
      {strategy?.parameters.map(({ name, label }) => (
        <WorkField
          key={name}
          label={label}
          value={draft.ranges[name] ?? ''}
          placeholder="as in the form"
          isWrong={wrongField === name}
          title={`${name}: from:to, from:to:step, or values with commas between; empty keeps the form's value`}
          onChange={(event) => onChange({ ranges: { ...draft.ranges, [name]: event.target.value } })}
        />
      ))}
      <WorkField
        label="Only if"
        value={draft.constraint}
        placeholder={(strategy?.parameters.length ?? 0) < 2 ? 'no condition' : 'fast < slow'}
        isWrong={wrongField === 'constraint'}
        title="A condition over the parameters; what does not meet it is not tried"
        onChange={(event) => onChange({ constraint: event.target.value })}
      />
      <LabelledChoice
        className="work-field"
        label="Best by"
        value={isOwn ? OWN : draft.objective}
        choices={OBJECTIVE_CHOICES}
        onChoose={(objective) => {
          setIsOwn(objective === OWN);
          if (objective !== OWN) onChange({ objective });
        }}
      />
      {isOwn && (
        <WorkField
          label="Formula"
          className="wide"
          value={draft.objective}
          placeholder="sharpe - 0.05 * abs(maxDrawdownPct)"
          title="Arithmetic over statistics (sharpe, sortino, calmar, returnPct, maxDrawdownPct, trades, winRatePct, profitFactor, …) and parameters; the larger the better"
          onChange={(event) => onChange({ objective: event.target.value })}
        />
      )}
    </>
  );
}

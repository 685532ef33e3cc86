import type { ReactNode } from 'react';
import type { StrategyInfo } from '../backtest-form.ts';
import { OBJECTIVES, type RangeDraft } from './lab-draft.ts';

/** What to try: a range for each parameter, a constraint, what is to be as large as it can. */
export function RangeFields({
  strategy,
  draft,
  onChange,
}: {
  readonly strategy: StrategyInfo | undefined;
  readonly draft: RangeDraft;
  readonly onChange: (change: Partial<RangeDraft>) => void;
}): ReactNode {
  return (
    <>
      {strategy?.parameters.map(({ name, label }) => (
        <label key={name} className="work-field">
          <span>{label}</span>
          <input
            value={draft.ranges[name] ?? ''}
            placeholder="as in the form"
            spellCheck={false}
            title={`${name}: from:to, from:to:step, or values with commas between; empty keeps the form's value`}
            onChange={(event) => onChange({ ranges: { ...draft.ranges, [name]: event.target.value } })}
          />
        </label>
      ))}
      <label className="work-field">
        <span>Only if</span>
        <input
          value={draft.constraint}
          placeholder="fast < slow"
          spellCheck={false}
          title="A condition over the parameters; what does not meet it is not tried"
          onChange={(event) => onChange({ constraint: event.target.value })}
        />
      </label>
      <label className="work-field">
        <span>Best by</span>
        <select value={draft.objective} onChange={(event) => onChange({ objective: event.target.value })}>
          {OBJECTIVES.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

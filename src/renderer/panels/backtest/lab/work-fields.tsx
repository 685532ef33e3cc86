import type { ReactNode } from 'react';
import type { ResampleDraft, WalkDraft } from './use-lab.ts';

/** How the windows of a walk lie. */
export function WalkFields({
  draft,
  onChange,
}: {
  readonly draft: WalkDraft;
  readonly onChange: (change: Partial<WalkDraft>) => void;
}): ReactNode {
  return (
    <>
      <label className="work-field">
        <span>Training</span>
        <select
          value={draft.mode}
          title="Rolling: a stretch of one length moves on. Anchored: it grows from the first bar."
          onChange={(event) => onChange({ mode: event.target.value === 'anchored' ? 'anchored' : 'rolling' })}
        >
          <option value="rolling">rolling</option>
          <option value="anchored">anchored</option>
        </select>
      </label>
      {(['trainBars', 'testBars'] as const).map((field) => (
        <label key={field} className="work-field short">
          <span>{field === 'trainBars' ? 'Train bars' : 'Test bars'}</span>
          <input
            value={draft[field]}
            inputMode="numeric"
            onChange={(event) => onChange({ [field]: event.target.value.replace(/\D/g, '') })}
          />
        </label>
      ))}
    </>
  );
}

const METHODS = [
  { value: 'bootstrap', text: 'with replacement' },
  { value: 'blocks', text: 'blocks (keeps streaks)' },
  { value: 'shuffle', text: 'shuffled order' },
] as const;
const COUNTS = [
  { value: '1000', text: '1,000' },
  { value: '10000', text: '10,000' },
  { value: '100000', text: '100,000' },
] as const;

/** What is drawn, how and how often. */
export function ResampleFields({
  draft,
  onChange,
}: {
  readonly draft: ResampleDraft;
  readonly onChange: (change: Partial<ResampleDraft>) => void;
}): ReactNode {
  return (
    <>
      <Choice
        label="Draw"
        value={draft.of}
        choices={[
          { value: 'trades', text: 'trades' },
          { value: 'days', text: 'days' },
        ]}
        onChoose={(of) => onChange({ of })}
      />
      <Choice
        label="How"
        value={draft.method}
        choices={METHODS}
        onChoose={(method) => onChange({ method })}
      />
      <Choice
        label="Times"
        value={draft.resamples}
        choices={COUNTS}
        onChoose={(resamples) => onChange({ resamples })}
      />
      <label
        className="check"
        title="Runs the strategy a hundred times on prices moved at random by a fifth of a mean bar range"
      >
        <input
          type="checkbox"
          checked={draft.hasNoise}
          onChange={(event) => onChange({ hasNoise: event.target.checked })}
        />
        Noise on prices
      </label>
    </>
  );
}

function Choice<Value extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChoose: (value: Value) => void;
}): ReactNode {
  return (
    <label className="work-field">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

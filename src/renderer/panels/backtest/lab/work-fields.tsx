import type { ReactNode } from 'react';
import { LabelledChoice } from '../../../components/labelled-choice.tsx';
import type { ResampleDraft, WalkDraft } from './use-lab.ts';
import { WorkCheck, WorkField } from './work-field.tsx';

const MODES = [
  { value: 'rolling', text: 'rolling' },
  { value: 'anchored', text: 'anchored' },
] as const;
const WINDOWS = [
  { field: 'trainBars', label: 'Train bars', title: 'Bars that parameters are chosen on' },
  { field: 'testBars', label: 'Test bars', title: 'Bars after them that the choice is judged on' },
  {
    field: 'gapBars',
    label: 'Gap',
    title: 'Bars left out between both, so that nothing of the training leaks into the test',
  },
] as const;

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
      <LabelledChoice
        className="work-field"
        label="Training"
        value={draft.mode}
        choices={MODES}
        title="Rolling: a stretch of one length moves on. Anchored: it grows from the first bar."
        onChoose={(mode) => onChange({ mode })}
      />
      {WINDOWS.map(({ field, label, title }) => (
        <WorkField
          key={field}
          label={label}
          isShort
          inputMode="numeric"
          value={draft[field]}
          title={title}
          onChange={(event) => onChange({ [field]: event.target.value.replace(/\D/g, '') })}
        />
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
      <LabelledChoice
        className="work-field"
        label="Draw"
        value={draft.of}
        choices={[
          { value: 'trades', text: 'trades' },
          { value: 'days', text: 'days' },
        ]}
        onChoose={(of) => onChange({ of })}
      />
      <LabelledChoice
        className="work-field"
        label="How"
        value={draft.method}
        choices={METHODS}
        onChoose={(method) => onChange({ method })}
      />
      <LabelledChoice
        className="work-field"
        label="Times"
        value={draft.resamples}
        choices={COUNTS}
        onChoose={(resamples) => onChange({ resamples })}
      />
      <WorkCheck
        label="Noise on prices"
        isChecked={draft.hasNoise}
        title="Runs the strategy a hundred times on prices moved at random by a fifth of a mean bar range"
        onChange={(hasNoise) => onChange({ hasNoise })}
      />
      <WorkField
        label="Seed"
        isShort
        inputMode="numeric"
        value={draft.seed}
        title="The same seed draws the same accounts"
        onChange={(event) => onChange({ seed: event.target.value.replace(/\D/g, '') })}
      />
    </>
  );
}

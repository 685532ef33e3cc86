import { type ReactNode, useId } from 'react';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly text: string;
  readonly tone?: 'up' | 'down' | 'warning';
  readonly title?: string;
}

/** One of a few, side by side; arrow keys move as in any radio group. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  segments,
  onChoose,
  isDisabled = false,
}: {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChoose: (value: Value) => void;
  readonly isDisabled?: boolean;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="segments" aria-label={label} disabled={isDisabled}>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={segment.value === value ? `segment chosen tone-${segment.tone ?? 'plain'}` : 'segment'}
          title={segment.title}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChoose(segment.value)}
          />
          {segment.text}
        </label>
      ))}
    </fieldset>
  );
}

import type { ReactNode } from 'react';

/** A labelled choice among few; `className` is that of the bar it stands in. */
export function LabelledChoice<Value extends string>({
  className,
  label,
  value,
  choices,
  onChoose,
  title,
}: {
  readonly className: string;
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChoose: (value: Value) => void;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <label className={className} title={title}>
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

import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

/** A short labelled line of input in a bar of settings; `isWrong` where what it holds cannot be used. */
export function WorkField({
  label,
  isWrong = false,
  isShort = false,
  ...input
}: {
  readonly label: string;
  readonly isWrong?: boolean;
  readonly isShort?: boolean;
} & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <label className={isShort ? 'work-field short' : 'work-field'}>
      <span>{label}</span>
      <input autoComplete="off" spellCheck={false} aria-invalid={isWrong} {...input} />
    </label>
  );
}

/** A labelled choice among few in a bar of settings. */
export function WorkChoice<Value extends string>({
  label,
  value,
  choices,
  onChoose,
  title,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChoose: (value: Value) => void;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <label className="work-field" title={title}>
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

/** A choice with what it means beside: a tick. */
export function WorkCheck({
  label,
  isChecked,
  title,
  onChange,
}: {
  readonly label: string;
  readonly isChecked: boolean;
  readonly title: string;
  readonly onChange: (isChecked: boolean) => void;
}): ReactNode {
  const id = useId();
  return (
    <label className="check" htmlFor={id} title={title}>
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

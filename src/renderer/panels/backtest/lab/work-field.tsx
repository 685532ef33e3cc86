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

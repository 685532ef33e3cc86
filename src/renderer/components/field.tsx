import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import { useTypeAhead } from './type-ahead.ts';

interface FieldFrame {
  readonly label: string;
  /** Why the value cannot be used; a sentence. */
  readonly error?: string | undefined;
  /** Unit or reference value at the right edge. */
  readonly suffix?: ReactNode;
}

export type TextFieldProps = FieldFrame &
  InputHTMLAttributes<HTMLInputElement> & { readonly inputRef?: React.Ref<HTMLInputElement> };

/** A labelled line of input with its unit and its error beneath. */
export function TextField({ label, error, suffix, inputRef, ...input }: TextFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className={error ? 'input invalid' : 'input'}>
        <input
          id={id}
          ref={inputRef}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          {...input}
        />
        {suffix !== undefined && <span className="suffix">{suffix}</span>}
      </div>
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly text: string;
  /** Heading it stands under; choices of one group stand together. */
  readonly group?: string;
  /** Shown, with the reason in its text, and not to be chosen. */
  readonly isDisabled?: boolean;
}

export type SelectFieldProps<Value extends string> = FieldFrame & {
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChoose: (value: Value) => void;
} & Pick<SelectHTMLAttributes<HTMLSelectElement>, 'disabled'>;

/** A labelled choice among few. */
export function SelectField<Value extends string>({
  label,
  error,
  value,
  choices,
  onChoose,
  disabled,
}: SelectFieldProps<Value>): ReactNode {
  const id = useId();
  const typeAhead = useTypeAhead(choices);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input select">
        <select
          id={id}
          value={value}
          disabled={disabled}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const current = choices.findIndex((choice) => choice.value === value);
            const index = typeAhead(event.key, current, event.timeStamp);
            if (index === undefined) return;
            event.preventDefault();
            const chosen = choices[index];
            if (chosen && chosen.value !== value) onChoose(chosen.value);
          }}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.value === event.target.value);
            if (chosen) onChoose(chosen.value);
          }}
        >
          {[...new Set(choices.map(({ group }) => group))].map((group) => {
            const options = choices
              .filter((choice) => choice.group === group)
              .map((choice) => (
                <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
                  {choice.text}
                </option>
              ));
            return group === undefined ? (
              options
            ) : (
              <optgroup key={group} label={group}>
                {options}
              </optgroup>
            );
          })}
        </select>
      </div>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import { TextField, type TextFieldProps } from '../../../components/field.tsx';
import { type Segment, SegmentedControl } from '../../../components/segmented-control.tsx';
import type { BacktestForm, TextField as TextFieldName } from '../backtest-form.ts';

export interface SettingsProps {
  readonly form: BacktestForm;
  readonly onChange: (change: Partial<BacktestForm>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** A line of the form, bound to one of its texts. */
export function FormText({
  form,
  onChange,
  errors,
  name,
  ...field
}: SettingsProps & { readonly name: TextFieldName } & Omit<
    TextFieldProps,
    'form' | 'onChange' | 'value' | 'error' | 'name'
  >): ReactNode {
  return (
    <TextField
      inputMode="decimal"
      value={form[name]}
      error={errors[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      {...field}
    />
  );
}

/** A labelled choice of two or three, side by side. */
export function FormSegments<Value extends string>({
  label,
  value,
  segments,
  onChoose,
}: {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChoose: (value: Value) => void;
}): ReactNode {
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <SegmentedControl label={label} value={value} segments={segments} onChoose={onChoose} />
    </div>
  );
}

/** Whether any of some fields cannot be used. */
export function hasErrorIn(
  errors: Readonly<Record<string, string>>,
  fields: readonly TextFieldName[],
): boolean {
  return fields.some((field) => errors[field] !== undefined);
}

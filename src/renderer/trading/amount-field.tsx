import type { KeyboardEvent, ReactNode, Ref } from 'react';
import type { Decimal } from '#domain/values/decimal';
import { TextField } from '../components/field.tsx';
import { stepText } from './amount-text.ts';

export interface AmountFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  /** What one press of an arrow adds; with Shift ten times that. */
  readonly step: Decimal;
  /** What an arrow writes into the empty field; null when nothing is known. */
  readonly start?: Decimal | null;
  readonly error?: string | undefined;
  readonly suffix?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly placeholder?: string;
}

/** A number that is typed, or stepped by ↑ and ↓: the one field for prices, quantities and distances of orders. */
export function AmountField({ value, onType, step, start = null, ...field }: AmountFieldProps): ReactNode {
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const steps = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
    onType(stepText(value, steps, step, start));
  }
  return (
    <TextField
      {...field}
      inputMode="decimal"
      value={value}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** A small choice of units at the end of an amount's field. */
export function UnitChoice<Unit extends string>({
  label,
  value,
  units,
  onChoose,
}: {
  readonly label: string;
  readonly value: Unit;
  readonly units: readonly { readonly value: Unit; readonly text: string }[];
  readonly onChoose: (unit: Unit) => void;
}): ReactNode {
  return (
    <select
      className="unit-choice"
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = units.find((unit) => unit.value === event.target.value);
        if (chosen) onChoose(chosen.value);
      }}
    >
      {units.map((unit) => (
        <option key={unit.value} value={unit.value}>
          {unit.text}
        </option>
      ))}
    </select>
  );
}

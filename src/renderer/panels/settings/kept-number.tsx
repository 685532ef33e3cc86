import { type ReactNode, useEffect, useState } from 'react';
import { TextField } from '../../components/field.tsx';

/** A number that is kept on leaving the field or with Enter; Esc takes it back. `keep` answers what is wrong, if anything. */
export function KeptNumber({
  label,
  unit,
  kept,
  keep,
}: {
  readonly label: string;
  readonly unit: string;
  readonly kept: number;
  readonly keep: (value: number) => Promise<string | undefined>;
}): ReactNode {
  const [typed, setTyped] = useState(String(kept));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => setTyped(String(kept)), [kept]);

  async function save(): Promise<void> {
    const value = typed.trim() === '' ? Number.NaN : Number(typed.replaceAll(',', ''));
    setProblem(value === kept ? undefined : await keep(value));
  }

  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={typed}
      suffix={unit}
      error={problem}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape' && !event.shiftKey) {
          setTyped(String(kept));
          setProblem(undefined);
        }
      }}
    />
  );
}

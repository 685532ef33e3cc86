import { type ReactNode, useEffect, useState } from 'react';
import type { Settings } from '#contract/services/settings';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { refusalText } from '../../client/refusal.ts';
import { TextField } from '../../components/field.tsx';
import { fieldProblems } from './field-problems.ts';

type Limits = Settings['riskLimits'];

const FIELDS: readonly { readonly key: keyof Limits; readonly label: string; readonly unit: string }[] = [
  { key: 'positionPctMax', label: 'Largest position', unit: '% of equity' },
  { key: 'grossExposurePctMax', label: 'Largest gross exposure', unit: '% of equity' },
  { key: 'orderPctMax', label: 'Largest order', unit: '% of equity' },
  { key: 'priceCollarPct', label: 'Limit price collar', unit: '% of last' },
  { key: 'dailyLossPctMax', label: 'Daily loss that stops', unit: '% of equity' },
  { key: 'riskPerTradePct', label: 'Risk per trade', unit: '% of equity' },
];

/** Every limit in its own field; kept on leaving the field or with Enter. */
export function RiskLimitFields({ limits }: { readonly limits: Limits }): ReactNode {
  return (
    <div className="setting-fields">
      {FIELDS.map(({ key, label, unit }) => (
        <LimitField key={key} name={key} label={label} unit={unit} kept={limits[key]} />
      ))}
    </div>
  );
}

function LimitField({
  name,
  label,
  unit,
  kept,
}: {
  readonly name: keyof Limits;
  readonly label: string;
  readonly unit: string;
  readonly kept: number;
}): ReactNode {
  const [typed, setTyped] = useState(String(kept));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => setTyped(String(kept)), [kept]);

  async function save(): Promise<void> {
    const current = currentSettings();
    const value = Number(typed);
    if (current === null || value === kept) return setProblem(undefined);
    const changes = {
      riskLimits: { ...current.riskLimits, [name]: typed.trim() === '' ? Number.NaN : value },
    };
    const found = fieldProblems(current, changes).get(`riskLimits.${name}`);
    setProblem(found);
    if (found !== undefined) return;
    try {
      await saveSettings(changes);
    } catch (error) {
      setProblem(refusalText(error));
    }
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

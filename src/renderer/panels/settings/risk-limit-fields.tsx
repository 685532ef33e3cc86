import type { ReactNode } from 'react';
import type { Settings } from '#contract/services/settings';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { refusalText } from '../../client/refusal.ts';
import { fieldProblems } from './field-problems.ts';
import { KeptNumber } from './kept-number.tsx';

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
        <KeptNumber
          key={key}
          label={label}
          unit={unit}
          kept={limits[key]}
          keep={(value) => keepLimit(key, value)}
        />
      ))}
    </div>
  );
}

async function keepLimit(name: keyof Limits, value: number): Promise<string | undefined> {
  const current = currentSettings();
  if (current === null) return undefined;
  const changes = { riskLimits: { ...current.riskLimits, [name]: value } };
  const found = fieldProblems(current, changes).get(`riskLimits.${name}`);
  if (found !== undefined) return found;
  try {
    await saveSettings(changes);
    return undefined;
  } catch (error) {
    return refusalText(error);
  }
}

import { type ReactNode, useEffect, useState } from 'react';
import type { CleanUpReport } from '#contract/services/retention';
import type { Settings } from '#contract/services/settings';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { act } from '../../app/session-control.ts';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { TextField } from '../../components/field.tsx';
import { formatBytes, formatCount } from '../../format/number.ts';
import { fieldProblems } from './field-problems.ts';

type Rules = Settings['retention'];

const FIELDS: readonly { readonly key: keyof Rules; readonly label: string }[] = [
  { key: 'ticksDays', label: 'Trades and quotes' },
  { key: 'secondBarsDays', label: 'Bars of a second' },
  { key: 'minuteBarsDays', label: 'Bars of minutes' },
  { key: 'quarantineDays', label: 'Quarantined rows' },
  { key: 'tasksDays', label: 'Tasks that were given up' },
];

/** How many days each kind of data is kept; an empty field keeps it for ever. With what would go now. */
export function RetentionFields({ rules }: { readonly rules: Rules }): ReactNode {
  return (
    <>
      <div className="setting-fields">
        {FIELDS.map(({ key, label }) => (
          <DaysField key={key} name={key} label={label} kept={rules[key]} />
        ))}
      </div>
      <CleanUp />
    </>
  );
}

function DaysField({
  name,
  label,
  kept,
}: {
  readonly name: keyof Rules;
  readonly label: string;
  readonly kept: number | null;
}): ReactNode {
  const [typed, setTyped] = useState(textOf(kept));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => setTyped(textOf(kept)), [kept]);

  async function save(): Promise<void> {
    const current = currentSettings();
    const value = typed.trim() === '' ? null : Number(typed);
    if (current === null || value === kept) return setProblem(undefined);
    const changes = { retention: { ...current.retention, [name]: value } };
    const found = fieldProblems(current, changes).get(`retention.${name}`);
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
      inputMode="numeric"
      value={typed}
      placeholder="for ever"
      suffix="days"
      error={problem}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape' && !event.shiftKey) {
          setTyped(textOf(kept));
          setProblem(undefined);
        }
      }}
    />
  );
}

function CleanUp(): ReactNode {
  const [found, setFound] = useState<CleanUpReport | string | null>(null);

  async function look(): Promise<void> {
    try {
      setFound(await requireEngine().marketData.retentionPreview());
    } catch (error) {
      setFound(refusalText(error));
    }
  }

  async function run(): Promise<void> {
    setFound(null);
    await act('Clean up', (engine) => engine.marketData.cleanup({ isPreview: false }));
  }

  const isSomething = found !== null && typeof found !== 'string' && found.rows > 0;
  return (
    <div className="setting-line">
      <span className="muted" role="status">
        {found === null
          ? 'Done daily at 18:30 in New York; the journal is never touched.'
          : previewText(found)}
      </span>
      <span>
        {isSomething && (
          <button type="button" className="link-button danger" onClick={() => void run()}>
            Remove now
          </button>
        )}{' '}
        <button type="button" className="link-button" onClick={() => void look()}>
          What would go?
        </button>
      </span>
    </div>
  );
}

function previewText(found: CleanUpReport | string): string {
  if (typeof found === 'string') return found;
  if (found.rows === 0) return 'Nothing is old enough to go.';
  const kinds = [...new Set(found.items.map(({ kind }) => kind.replace('-', ' ')))];
  return `${formatCount(found.rows)} rows, about ${formatBytes(found.bytes)}: ${kinds.join(', ')}`;
}

function textOf(days: number | null): string {
  return days === null ? '' : String(days);
}

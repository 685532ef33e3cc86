import { type ReactNode, useState } from 'react';
import type { SavedExits } from '#contract/services/exits';
import type { ExitUnit } from '#domain/orders/map-exits';
import { DECIMAL_ONE } from '#domain/values/decimal';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { TextField } from '../../components/field.tsx';
import { AmountField, UnitChoice } from '../../trading/amount-field.tsx';
import { type ExitsDraft, TARGETS_MAX, type TargetDraft } from './exits-draft.ts';
import type { DraftCheck } from './ticket-draft.ts';

interface TemplateProps {
  readonly draft: ExitsDraft;
  readonly check: DraftCheck;
  readonly onEdit: (changes: Partial<ExitsDraft>) => void;
}

const UNITS: readonly { readonly value: ExitUnit; readonly text: string }[] = [
  { value: 'ticks', text: 'ticks' },
  { value: 'percent', text: '%' },
  { value: 'price', text: 'price' },
];

/** Several targets with their shares, a stop, break-even and a trail, all by distance from what the entry fills at. */
export function TicketTemplate({ draft, check, onEdit }: TemplateProps): ReactNode {
  const { unit, targets } = draft;
  const step = unit === 'ticks' ? DECIMAL_ONE : DECIMAL_ONE / 10n;
  const unitChoice = (
    <UnitChoice
      label="Distances are in"
      value={unit}
      units={UNITS}
      onChoose={(chosen) => onEdit({ unit: chosen })}
    />
  );
  const distance = (label: string, field: 'stop' | 'after' | 'offset' | 'trail', placeholder: string) => (
    <AmountField
      label={label}
      value={draft[field]}
      placeholder={placeholder}
      step={step}
      start={step}
      onType={(typed) => onEdit({ [field]: typed })}
      suffix={unitChoice}
    />
  );
  const editTarget = (index: number, changes: Partial<TargetDraft>): void =>
    onEdit({ targets: targets.map((target, i) => (i === index ? { ...target, ...changes } : target)) });
  return (
    <fieldset className="ticket-template">
      <legend>Exits, from the average fill price</legend>
      {targets.map((target, i) => (
        <AmountField
          // biome-ignore lint/suspicious/noArrayIndexKey: a target is its place in the list
          key={i}
          label={`Target ${i + 1}`}
          value={target.distance}
          placeholder="none"
          step={step}
          start={step}
          onType={(typed) => editTarget(i, { distance: typed })}
          suffix={
            <>
              {unitChoice}
              <span className="target-share">
                <input
                  aria-label={`Share of target ${i + 1}, percent`}
                  inputMode="decimal"
                  value={target.share}
                  onChange={(event) => editTarget(i, { share: event.target.value })}
                />
                %
              </span>
              <button
                type="button"
                className="link-button"
                aria-label={`Remove target ${i + 1}`}
                onClick={() => onEdit({ targets: targets.filter((_, at) => at !== i) })}
              >
                ×
              </button>
            </>
          }
        />
      ))}
      {targets.length < TARGETS_MAX && (
        <button
          type="button"
          className="link-button add-target"
          onClick={() => onEdit({ targets: [...targets, { distance: '', share: '' }] })}
        >
          Add a target
        </button>
      )}
      {distance('Stop', 'stop', 'none')}
      {distance('Break-even', 'after', 'after so much in favour; none')}
      {draft.after !== '' && distance('moves to', 'offset', 'the entry, or beyond')}
      {distance('Trail', 'trail', 'none')}
      {check.errors.exits && (
        <p className="field-error" role="alert">
          {check.errors.exits}
        </p>
      )}
      <KeptTemplate draft={draft} check={check} onEdit={onEdit} />
    </fieldset>
  );
}

/** Keeps the template under a name, or forgets the one of that name. */
function KeptTemplate({ draft, check, onEdit }: TemplateProps): ReactNode {
  const [said, setSaid] = useState('');
  const exits = check.request?.exits ?? check.exits;
  const name = draft.name.trim();
  const kept = currentSettings()?.exitTemplates ?? [];
  const save = (templates: readonly SavedExits[], words: string): void => {
    saveSettings({ exitTemplates: [...templates] }).then(
      () => setSaid(words),
      (error: unknown) => setSaid(error instanceof Error ? error.message : String(error)),
    );
  };
  const others = kept.filter((one) => one.name !== name);
  return (
    <>
      <TextField
        label="Keep as"
        value={draft.name}
        placeholder="a name"
        maxLength={40}
        onChange={(event) => {
          setSaid('');
          onEdit({ name: event.target.value });
        }}
        suffix={
          <>
            <button
              type="button"
              className="link-button"
              disabled={name === '' || !exits}
              onClick={() =>
                exits && save([...others, { ...exits, unit: exits.unit ?? 'price', name }], `kept as ${name}`)
              }
            >
              Keep
            </button>
            {others.length < kept.length && (
              <button
                type="button"
                className="link-button"
                onClick={() => save(others, `${name} is forgotten`)}
              >
                Forget
              </button>
            )}
          </>
        }
      />
      <p className="muted template-said" role="status">
        {said}
      </p>
    </>
  );
}

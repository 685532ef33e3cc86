import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { FREQUENCY_NAMES } from '#domain/alerts/alert-frequency';
import { MESSAGE_PLACEHOLDERS } from '#domain/alerts/alert-message';
import { makeRoom } from '../../app/workspace-control.ts';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { SelectField, TextField } from '../../components/field.tsx';
import { AlertBuilder } from './alert-builder.tsx';
import { type AlertDraft, inputOf, problemsOf, withRule } from './alert-draft.ts';
import { editAlert } from './alert-store.ts';

/** Shows every field of a rule of two conditions. */
const HEIGHT_MIN = 370;

const SEVERITIES = [
  { value: 'info', text: 'information' },
  { value: 'success', text: 'good news' },
  { value: 'warning', text: 'warning' },
  { value: 'error', text: 'alarm' },
] as const;

/** Writes a new alert or changes one: as text, or line by line. */
export function AlertEditor({ draft }: { readonly draft: AlertDraft }): ReactNode {
  const isConnected = useIsConnected();
  const [refusal, setRefusal] = useState<string | null>(null);
  const rule = useRef<HTMLInputElement>(null);
  const problems = problemsOf(draft);
  const isSound = Object.keys(problems).length === 0;
  useEffect(() => {
    rule.current?.focus();
    rule.current?.select();
    return makeRoom('alerts', HEIGHT_MIN);
  }, []);

  function change(next: AlertDraft): void {
    setRefusal(null);
    editAlert(next);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isSound) return;
    try {
      const { alerts } = requireEngine();
      if (draft.id === null) await alerts.create(inputOf(draft));
      else await alerts.update({ id: draft.id, ...inputOf(draft) });
      editAlert(null);
    } catch (error) {
      setRefusal(refusalText(error));
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    editAlert(null);
  }

  return (
    <form
      className="alert-editor"
      aria-label={draft.id === null ? 'New alert in full' : 'Edit the alert'}
      onSubmit={(event) => void submit(event)}
      onKeyDown={onKeyDown}
    >
      <div className="alert-editor-fields">
        <TextField
          label={`Rule for ${draft.symbol}`}
          inputRef={rule}
          value={draft.rule}
          error={problems.rule}
          onChange={({ target }) => change(withRule(draft, target.value))}
        />
        <AlertBuilder draft={draft} onChange={change} />
        <div className="alert-editor-pair">
          <TextField
            label="Fires"
            list="alert-frequencies"
            value={draft.frequency}
            error={problems.frequency}
            onChange={({ target }) => change({ ...draft, frequency: target.value })}
          />
          <TextField
            label="Expires"
            placeholder="never"
            suffix="UTC"
            value={draft.expires}
            error={problems.expires}
            onChange={({ target }) => change({ ...draft, expires: target.value })}
          />
        </div>
        <datalist id="alert-frequencies">
          {[...FREQUENCY_NAMES, 'once-per-bar(1h)', 'every-time(30s)'].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div className="alert-editor-pair">
          <TextField
            label="Name"
            placeholder="the rule"
            value={draft.name}
            onChange={({ target }) => change({ ...draft, name: target.value })}
          />
          <SelectField
            label="Shown as"
            value={draft.severity}
            choices={SEVERITIES}
            onChoose={(severity) => change({ ...draft, severity })}
          />
        </div>
        <TextField
          label="Message"
          placeholder="the usual one"
          title={`Placeholders: ${MESSAGE_PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}`}
          value={draft.message}
          onChange={({ target }) => change({ ...draft, message: target.value })}
        />
        <label className="alert-sound">
          <input
            type="checkbox"
            checked={draft.isSoundOn}
            onChange={({ target }) => change({ ...draft, isSoundOn: target.checked })}
          />
          with a sound
        </label>
      </div>
      <div className="add-line">
        {refusal && <p role="alert">{refusal}</p>}
        <button type="submit" className="button small" disabled={!isSound || !isConnected}>
          {draft.id === null ? 'Create' : 'Save'}
        </button>
        <button type="button" className="link-button" onClick={() => editAlert(null)}>
          Cancel
        </button>
      </div>
    </form>
  );
}

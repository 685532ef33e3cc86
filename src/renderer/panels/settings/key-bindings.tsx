import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { bindingsOf, COMMANDS, keysText } from '../../app/commands.ts';
import { pressedKeys } from '../../app/pressed-keys.ts';
import { saveSettings } from '../../app/save-settings.ts';
import { act } from '../../app/session-control.ts';

/** Every action with its key; pressing a key in a field binds it, Backspace restores the first one. */
export function KeyBindings({
  bindings,
}: {
  readonly bindings: Readonly<Record<string, string>>;
}): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const keysOf = bindingsOf(bindings);

  function save(next: Record<string, string>): void {
    void act('Save the key', () => saveSettings({ keyBindings: next }));
  }

  function press(event: KeyboardEvent, id: string): void {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && !event.shiftKey) {
      if (event.currentTarget instanceof HTMLElement) event.currentTarget.blur();
      return;
    }
    if (event.key === 'Backspace') {
      const { [id]: _, ...others } = bindings;
      setProblem(null);
      save(others);
      return;
    }
    const keys = pressedKeys(event.nativeEvent);
    if (keys === null) return;
    const taken = COMMANDS.find((command) => command.id !== id && keysOf.get(command.id) === keys);
    if (taken) {
      setProblem(`${keysText(keys)} is the key of "${taken.title}"; give that one another first`);
      return;
    }
    setProblem(null);
    save({ ...bindings, [id]: keys });
  }

  return (
    <>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <ul className="lines keys">
        {COMMANDS.map(({ id, title }) => {
          const keys = keysOf.get(id);
          return (
            <li key={id}>
              <span>{title}</span>
              <button
                type="button"
                className="key-field"
                aria-label={`Key of ${title}: ${keys ? keysText(keys) : 'none'}; press a key to change it`}
                title="Press a key to bind it; Backspace restores the first one"
                onKeyDown={(event) => press(event, id)}
              >
                {keys ? <kbd>{keysText(keys)}</kbd> : <span className="muted">none</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

import type { ReactNode } from 'react';
import { useSettings } from '../stores/engine-streams.ts';
import { bindingsOf, COMMANDS, keysText } from './commands.ts';
import { panelKind } from './panel-registry.tsx';
import { toggleKeys, useWorkspace } from './workspace-control.ts';

/** The keys of the focused panel, and below them those that work everywhere. */
export function KeyHelp(): ReactNode {
  const isShown = useWorkspace((state) => state.areKeysShown);
  const dock = useWorkspace((state) => state.docks[state.current]);
  const settings = useSettings();
  if (!isShown) return null;
  const kind = panelKind(dock?.activePanel?.api.component ?? '');
  const keysOf = bindingsOf(settings?.keyBindings ?? {});
  return (
    <section className="sheet key-help" aria-label="Keys">
      <header>
        <span className="strong">Keys{kind ? ` in ${kind.title}` : ''}</span>
        <button type="button" className="link-button" aria-label="Close" onClick={toggleKeys}>
          ×
        </button>
      </header>
      {kind && kind.keys.length > 0 && (
        <dl className="key-list">
          {kind.keys.map(({ keys, what }) => (
            <KeyLine key={what} keys={keys} what={what} />
          ))}
        </dl>
      )}
      <h3>Everywhere</h3>
      <dl className="key-list">
        <KeyLine keys="A … Z" what="Find a symbol" />
        {COMMANDS.map(({ id, title }) => {
          const keys = keysOf.get(id);
          return keys ? <KeyLine key={id} keys={keysText(keys)} what={title} /> : null;
        })}
      </dl>
      <p className="note">The key of each action can be changed in Settings.</p>
    </section>
  );
}

function KeyLine({ keys, what }: { readonly keys: string; readonly what: string }): ReactNode {
  return (
    <div>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{what}</dd>
    </div>
  );
}

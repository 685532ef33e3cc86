import { Command as CommandMenu } from 'cmdk';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSettings } from '../stores/engine-streams.ts';
import { linkSymbol } from '../stores/focus.ts';
import { useReference } from '../stores/reference.ts';
import { bindingsOf, COMMANDS, type Command, keysText } from './commands.ts';
import { PANEL_KINDS } from './panel-registry.tsx';
import { closePalette, focusPanel, openPalette, openPanel, useWorkspace } from './workspace-control.ts';

const GROUPS: readonly Command['group'][] = ['Replay', 'Trading', 'View'];

/** One field for everything: symbols, actions and panels by name. */
export function Palette(): ReactNode {
  const isOpen = useWorkspace((state) => state.isPaletteOpen);
  const text = useWorkspace((state) => state.paletteText);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) closePalette();
    };
    window.addEventListener('pointerdown', away);
    return () => window.removeEventListener('pointerdown', away);
  }, [isOpen]);

  return (
    <div className="palette" ref={box}>
      {isOpen ? (
        <PaletteMenu first={text} />
      ) : (
        <button type="button" className="palette-field" onClick={() => openPalette()}>
          <span>Symbol, action, panel…</span>
          <kbd>Ctrl</kbd>
          <kbd>K</kbd>
        </button>
      )}
    </div>
  );
}

function PaletteMenu({ first }: { readonly first: string }): ReactNode {
  const [search, setSearch] = useState(first);
  const { instruments } = useReference();
  const keysOf = bindingsOf(useSettings()?.keyBindings ?? {});
  const before = useRef(document.activeElement);

  function leave(): void {
    closePalette();
    if (before.current instanceof HTMLElement) before.current.focus();
  }
  function choose(run: () => void): () => void {
    return () => {
      closePalette();
      run();
    };
  }

  return (
    <CommandMenu
      label="Symbols, actions and panels"
      loop
      filter={rank}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        leave();
      }}
    >
      <CommandMenu.Input
        autoFocus
        value={search}
        onValueChange={setSearch}
        placeholder="Symbol, action, panel…"
      />
      <CommandMenu.List label="Found">
        <CommandMenu.Empty>
          Nothing is called “{search}”. Drop a price file on the window to add a symbol.
        </CommandMenu.Empty>
        <CommandMenu.Group heading="Symbols">
          {[...instruments.values()].map(({ symbol, name, venue }) => (
            <CommandMenu.Item
              key={symbol}
              value={`symbol ${symbol}`}
              keywords={[symbol, name]}
              onSelect={() => {
                leave();
                linkSymbol(symbol);
              }}
            >
              <span className="strong">{symbol}</span>
              <span className="muted">
                {name} · {venue}
              </span>
            </CommandMenu.Item>
          ))}
        </CommandMenu.Group>
        {GROUPS.map((group) => (
          <CommandMenu.Group key={group} heading={group}>
            {COMMANDS.filter((command) => command.group === group && command.id !== 'palette.open').map(
              ({ id, title, run }) => {
                const keys = keysOf.get(id);
                return (
                  <CommandMenu.Item
                    key={id}
                    value={`command ${id}`}
                    keywords={[title]}
                    onSelect={choose(run)}
                  >
                    <span>{title}</span>
                    {keys && <kbd>{keysText(keys)}</kbd>}
                  </CommandMenu.Item>
                );
              },
            )}
          </CommandMenu.Group>
        ))}
        <CommandMenu.Group heading="Open a panel">
          {PANEL_KINDS.map(({ id, title }) => (
            <CommandMenu.Item
              key={id}
              value={`panel ${id}`}
              keywords={[`${title} panel`]}
              onSelect={choose(() => {
                openPanel(id, title);
                focusPanel(id);
              })}
            >
              {title}
            </CommandMenu.Item>
          ))}
        </CommandMenu.Group>
      </CommandMenu.List>
    </CommandMenu>
  );
}

/** How well an item's words fit: the whole, then the beginning, then the beginning of a word, then anywhere. */
export function rank(_value: string, search: string, keywords: readonly string[] = []): number {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return 1;
  return Math.max(
    0,
    ...keywords.map((keyword) => {
      const text = keyword.toLowerCase();
      if (text === wanted) return 1;
      if (text.startsWith(wanted)) return 0.9;
      if (text.split(/[\s:,]+/).some((word) => word.startsWith(wanted))) return 0.6;
      return text.includes(wanted) ? 0.3 : 0;
    }),
  );
}

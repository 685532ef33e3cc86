import { Command as CommandMenu } from 'cmdk';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSettings } from '../stores/engine-streams.ts';
import { linkSymbol } from '../stores/focus.ts';
import { useReference } from '../stores/reference.ts';
import { bindingsOf, COMMANDS, type Command, keysText } from './commands.ts';
import { PANEL_KINDS } from './panel-registry.tsx';
import { closePalette, focusPanel, openPalette, openPanel, useWorkspace } from './workspace-control.ts';

interface Offer {
  readonly value: string;
  /** Words it is found by. */
  readonly keywords: readonly string[];
  readonly text: ReactNode;
  readonly aside?: ReactNode;
  readonly run: () => void;
}

interface OfferGroup {
  readonly heading: string;
  readonly offers: readonly Offer[];
}

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
  const before = useRef(document.activeElement);
  const groups = useOffers();

  /** Where the keyboard was, it is again. */
  function leave(): void {
    closePalette();
    if (before.current instanceof HTMLElement) before.current.focus();
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
        {bestFirst(groups, search).map(({ heading, offers }) => (
          <CommandMenu.Group key={heading} heading={heading}>
            {offers.map(({ value, keywords, text, aside, run }) => (
              <CommandMenu.Item
                key={value}
                value={value}
                keywords={[...keywords]}
                onSelect={() => {
                  leave();
                  run();
                }}
              >
                <span>{text}</span>
                {aside}
              </CommandMenu.Item>
            ))}
          </CommandMenu.Group>
        ))}
      </CommandMenu.List>
    </CommandMenu>
  );
}

function useOffers(): readonly OfferGroup[] {
  const { instruments } = useReference();
  const keysOf = bindingsOf(useSettings()?.keyBindings ?? {});
  const symbols = [...instruments.values()].map(({ symbol, name, venue }) => ({
    value: `symbol ${symbol}`,
    keywords: [symbol, name],
    text: <span className="strong">{symbol}</span>,
    aside: (
      <span className="muted">
        {name} · {venue}
      </span>
    ),
    run: () => linkSymbol(symbol),
  }));
  const actions = GROUPS.map((group) => ({
    heading: group,
    offers: COMMANDS.filter((command) => command.group === group && command.id !== 'palette.open').map(
      ({ id, title, run }) => {
        const keys = keysOf.get(id);
        return {
          value: `command ${id}`,
          keywords: [title],
          text: title,
          aside: keys && <kbd>{keysText(keys)}</kbd>,
          run,
        };
      },
    ),
  }));
  const panels = PANEL_KINDS.map(({ id, title }) => ({
    value: `panel ${id}`,
    keywords: [title, `${title} panel`],
    text: title,
    run: () => {
      openPanel(id, title);
      focusPanel(id);
    },
  }));
  return [{ heading: 'Symbols', offers: symbols }, ...actions, { heading: 'Open a panel', offers: panels }];
}

/** The group with the best match stands first, so that Enter does what was typed: `orders` opens Orders, and cancels none. */
export function bestFirst<Group extends { readonly offers: readonly Pick<Offer, 'keywords'>[] }>(
  groups: readonly Group[],
  search: string,
): readonly Group[] {
  const best = ({ offers }: Group): number =>
    Math.max(0, ...offers.map(({ keywords }) => rank('', search, keywords)));
  return [...groups].sort((a, b) => best(b) - best(a));
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

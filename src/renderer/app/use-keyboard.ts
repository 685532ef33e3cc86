import { useEffect } from 'react';
import { createKeybindingsHandler } from 'tinykeys';
import { useSettings } from '../stores/engine-streams.ts';
import { bindingsOf, COMMANDS, type Command } from './commands.ts';
import { closeFloating, openPalette, toggleKeys, workspaceStore } from './workspace-control.ts';

const NO_BINDINGS = {};

/** Connects the keys of the settings with their commands, and letters typed anywhere with the symbol search. */
export function useKeyboard(): void {
  const overrides = useSettings()?.keyBindings ?? NO_BINDINGS;
  useEffect(() => {
    const keysOf = bindingsOf(overrides);
    const handlerOf = (commands: readonly Command[], ignore: (event: KeyboardEvent) => boolean) =>
      createKeybindingsHandler(
        Object.fromEntries(
          commands.flatMap((command) => {
            const keys = keysOf.get(command.id);
            return keys ? [[keys, runOf(command)]] : [];
          }),
        ),
        { ignore },
      );
    const everywhere = handlerOf(
      COMMANDS.filter(({ isGlobal }) => isGlobal),
      () => false,
    );
    const outsideFields = handlerOf(
      COMMANDS.filter(({ isGlobal }) => !isGlobal),
      isTyping,
    );
    const onKeyDown = (event: KeyboardEvent): void => {
      everywhere(event);
      if (!event.defaultPrevented) outsideFields(event);
      if (!event.defaultPrevented) leaveOrSearch(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [overrides]);
}

function runOf({ run }: Command) {
  return (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.repeat) return;
    event.preventDefault();
    run();
  };
}

/** Whether the key belongs to what has the focus: a field, or a button for the keys that press it. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('input, select, textarea, [contenteditable="true"]')) return true;
  return (
    (event.key === ' ' || event.key === 'Enter') && target?.closest('button, [role="tab"], summary') !== null
  );
}

function leaveOrSearch(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && !event.shiftKey) leave(event);
  if (isTyping(event) || !/^[a-z]$/i.test(event.key)) return;
  event.preventDefault();
  openPalette(event.key.toUpperCase());
}

/** One step out: of the field, then of the keys shown, then of what floats. */
function leave({ target }: KeyboardEvent): void {
  if (target instanceof HTMLElement && target.matches('input, select, textarea')) target.blur();
  else if (workspaceStore.getState().areKeysShown) toggleKeys();
  else closeFloating();
}

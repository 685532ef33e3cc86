import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchValue } from './watch.ts';

export function settingsHandlers(on: Implementer, { settings, clock }: Engine) {
  return {
    get: on.settings.get.handler(() => settings.current.get()),
    update: on.settings.update.handler(({ input }) => settings.update(input)),
    watch: on.settings.watch.handler(({ signal }) =>
      watchValue(
        { read: () => settings.current.get(), onChange: (listener) => settings.current.onChange(listener) },
        { clock, signal },
      ),
    ),
  };
}

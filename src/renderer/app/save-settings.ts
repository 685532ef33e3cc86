import type { Settings } from '#contract/services/settings';
import { requireEngine } from '../client/connection.ts';
import { settingsStream } from '../stores/engine-streams.ts';

/** Stores the given keys; the screen follows at once with what the engine kept. Rejects with the engine's refusal. */
export async function saveSettings(changes: Partial<Settings>): Promise<Settings> {
  const kept = await requireEngine().settings.update({ ...changes });
  settingsStream.receive(kept);
  return kept;
}

/** Settings as last heard, outside of React. */
export function currentSettings(): Settings | null {
  return settingsStream.store.getState().value;
}

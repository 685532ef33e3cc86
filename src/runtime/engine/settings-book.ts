import { OctopusError, unknownName } from '#contract/errors';
import { type Settings, settings as settingsSchema } from '#contract/services/settings';
import { LiveValue } from '#engine/bus/live-value';
import type { Journal } from '#engine/journal/journal';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore } from '#engine/ports/market-store';

const COLLECTION = 'settings';
const DOCUMENT = 'settings';

/** A person's settings: validated as a whole, stored, journaled by the names of what changed. */
export class SettingsBook {
  readonly current: LiveValue<Settings>;
  readonly #documents: DocumentStore;
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(ports: {
    documents: DocumentStore;
    journal: Journal;
    clock: Clock;
    defaults: Partial<Settings>;
  }) {
    this.#documents = ports.documents;
    this.#journal = ports.journal;
    this.#clock = ports.clock;
    const stored = ports.documents.get(COLLECTION, DOCUMENT, ports.clock.now());
    this.current = new LiveValue(readSettings(withNamedLists(stored), ports.defaults));
  }

  /** Merges at the top level. Throws BAD_REQUEST naming the field when the result is not valid. */
  update(change: Record<string, unknown>): Settings {
    for (const key of Object.keys(change)) {
      if (!(key in settingsSchema.shape)) {
        throw new OctopusError('BAD_REQUEST', unknownName('setting', key, Object.keys(settingsSchema.shape)));
      }
    }
    const parsed = settingsSchema.safeParse({ ...this.current.get(), ...change });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new OctopusError(
        'BAD_REQUEST',
        `setting ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`,
        { path: issue?.path ?? [] },
      );
    }
    this.#documents.put(COLLECTION, DOCUMENT, parsed.data);
    const keys = Object.keys(change).filter((key) => key !== 'layout');
    if (keys.length > 0) {
      const now = this.#clock.now();
      this.#journal.record({ kind: 'SettingsChanged', payload: { keys }, eventTime: now, source: 'person' });
    }
    this.current.set(parsed.data);
    return parsed.data;
  }
}

/** The one unnamed watchlist of earlier versions becomes the first of the named ones. */
function withNamedLists(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('watchlist' in stored)) return stored;
  const { watchlist, ...rest } = stored;
  if (!Array.isArray(watchlist) || watchlist.length === 0 || 'watchlists' in rest) return rest;
  const rows = watchlist.map((symbol: unknown) => ({ symbol }));
  return { ...rest, watchlists: [{ id: 'watchlist', name: 'Watchlist', rows }] };
}

/** Stored settings; a field this version cannot read falls back to its default, the others stay as they were. */
function readSettings(stored: unknown, defaults: Partial<Settings>): Settings {
  const parsed = settingsSchema.safeParse(stored ?? defaults);
  if (parsed.success) return parsed.data;
  const fields = Object.entries(settingsSchema.shape).filter(
    ([key, field]) => field.safeParse((stored as Record<string, unknown>)[key]).success,
  );
  const kept = Object.fromEntries(fields.map(([key]) => [key, (stored as Record<string, unknown>)[key]]));
  return settingsSchema.parse({ ...defaults, ...kept });
}

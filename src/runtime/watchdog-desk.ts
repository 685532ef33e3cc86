import { OctopusError } from '#contract/errors';
import type { DrillReport, WatchdogAct, WatchdogSettings, WatchdogState } from '#contract/services/watchdog';
import type { Journal } from '#engine/journal/journal';
import type { JournalPayloads } from '#engine/journal/record-kinds';

export interface WatchdogDeskPorts {
  readonly journal: Journal;
  readonly settings: () => WatchdogSettings;
}

const LISTED = 100;

/** The engine's side of the watchdog: what it is told, what it did, and drills. */
export class WatchdogDesk {
  readonly #ports: WatchdogDeskPorts;

  constructor(ports: WatchdogDeskPorts) {
    this.#ports = ports;
  }

  state(): WatchdogState {
    const { isOn, limitSeconds, action } = this.#ports.settings();
    const phase = isOn ? 'idle' : 'off';
    return { phase, problem: null, processId: null, limitSeconds, action, accounts: [] };
  }

  /** Newest first. */
  acts(): WatchdogAct[] {
    return this.#records('WatchdogActed').map(({ act }) => act);
  }

  /** Newest first. */
  drills(): DrillReport[] {
    return this.#records('DrillRun').map(({ report }) => report);
  }

  async drill(account: string | undefined): Promise<DrillReport> {
    throw new OctopusError('NOT_FOUND', `no watchdog runs yet to drill ${account ?? ''}`);
  }

  #records<Kind extends 'WatchdogActed' | 'DrillRun'>(kind: Kind): JournalPayloads[Kind][] {
    const records = this.#ports.journal.store.readNewest({ kind, limit: LISTED });
    return records.map(({ payload }) => JSON.parse(payload) as JournalPayloads[Kind]);
  }
}

import type { AgentSlug } from '#contract/agents';

interface AgentCount {
  done: number;
  failed: number;
  running: number;
  isDown: boolean;
  lastDurationMs: number | null;
  lastError: string | null;
}

/** What each agent has done since the engine started: tasks and steps of the decision loop alike. */
export class AgentLedger {
  readonly #counts = new Map<AgentSlug, AgentCount>();

  of(slug: AgentSlug): Readonly<AgentCount> {
    return this.#entry(slug);
  }

  begin(slug: AgentSlug): void {
    this.#entry(slug).running += 1;
  }

  /** Ends what {@link begin} began. */
  end(slug: AgentSlug, durationMs: number, error: string | null): void {
    const entry = this.#entry(slug);
    entry.running -= 1;
    this.step(slug, durationMs, error);
  }

  /** Counts one finished piece of work. */
  step(slug: AgentSlug, durationMs: number, error: string | null): void {
    const entry = this.#entry(slug);
    entry.lastDurationMs = durationMs;
    if (error === null) entry.done += 1;
    else {
      entry.failed += 1;
      entry.lastError = error;
    }
  }

  setUp(slug: AgentSlug): void {
    this.#entry(slug).isDown = false;
  }

  setDown(slug: AgentSlug, error: string): void {
    const entry = this.#entry(slug);
    entry.isDown = true;
    entry.lastError = error;
  }

  #entry(slug: AgentSlug): AgentCount {
    const known = this.#counts.get(slug);
    if (known) return known;
    const fresh: AgentCount = {
      done: 0,
      failed: 0,
      running: 0,
      isDown: false,
      lastDurationMs: null,
      lastError: null,
    };
    this.#counts.set(slug, fresh);
    return fresh;
  }
}

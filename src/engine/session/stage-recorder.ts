import type { AgentSlug } from '#contract/agents';
import type { PipelineResult } from '#contract/services/agents';
import type { DataCheck } from '../agent/roles.ts';
import type { AgentLedger } from '../orchestrator/agent-ledger.ts';

export type StageView = PipelineResult['stages'][number];
type StageName = StageView['name'];

/** Runs the steps of a pipeline and notes who did what, when, for how long and how it ended. */
export class StageRecorder {
  readonly #ledger: AgentLedger;
  readonly #monotonic: () => number;
  readonly #origin: number;
  readonly #stages = new Map<StageName, StageView>();
  isDegraded = false;

  constructor(ledger: AgentLedger, monotonic: () => number) {
    this.#ledger = ledger;
    this.#monotonic = monotonic;
    this.#origin = monotonic();
  }

  /** A step the pipeline cannot do without: what it throws goes on to the caller. */
  run<T>(stage: StageName, agent: AgentSlug, step: () => T, summary: (result: T) => string): T {
    const started = this.#monotonic();
    const result = step();
    this.#note(stage, agent, started, 'done', summary(result));
    return result;
  }

  /** A step whose failure only degrades the pipeline: null instead of a result, named in the stages. */
  attempt<T>(
    stage: StageName,
    agent: AgentSlug,
    step: () => T | null,
    summary: (result: T | null) => string,
  ): T | null {
    const started = this.#monotonic();
    try {
      const result = step();
      this.#note(stage, agent, started, result === null ? 'skipped' : 'done', summary(result));
      return result;
    } catch (error) {
      this.isDegraded = true;
      const message = error instanceof Error ? error.message : String(error);
      this.#note(stage, agent, started, 'degraded', message);
      return null;
    }
  }

  /** A look at data: what is not sound degrades the pipeline; null is skipped. */
  check(stage: StageName, agent: AgentSlug, look: () => DataCheck | null, nothing: string): void {
    const started = this.#monotonic();
    const found = look();
    const isSound = found?.isSound ?? true;
    if (!isSound) this.isDegraded = true;
    const outcome = found === null ? 'skipped' : isSound ? 'done' : 'degraded';
    this.#note(stage, agent, started, outcome, found?.summary ?? nothing);
  }

  /** A step that took no work of its own. */
  note(stage: StageName, agent: AgentSlug, summary: string): void {
    this.#note(stage, agent, this.#monotonic(), 'done', summary);
  }

  stages(): StageView[] {
    return [...this.#stages.values()];
  }

  #note(
    stage: StageName,
    agent: AgentSlug,
    started: number,
    outcome: 'done' | 'degraded' | 'skipped',
    summary: string,
  ): void {
    const durationMs = this.#monotonic() - started;
    this.#ledger.step(agent, durationMs, outcome === 'degraded' ? summary : null);
    const entry = this.#stages.get(stage) ?? { name: stage, agents: [] };
    entry.agents.push({ agent, startedMs: started - this.#origin, durationMs, outcome, summary });
    this.#stages.set(stage, entry);
  }
}

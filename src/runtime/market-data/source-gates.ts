import { TickGate, type TickGateOptions } from '#agents/data-collector/tick-gate';
import type { MarketStreamDefinition } from '#engine/ports/market-stream';

const REPLAY = 'replay';

/** Who judges the ticks of each source: live ones by their age and jumps, what is played again or stands as it was by neither. */
export class SourceGates {
  readonly #live: TickGate;
  readonly #bySource = new Map<string, TickGate>();

  constructor(
    definitions: readonly Pick<MarketStreamDefinition, 'id' | 'capabilities'>[],
    onRefused: NonNullable<TickGateOptions['onRefused']>,
  ) {
    this.#live = new TickGate({ onRefused });
    for (const { id, capabilities } of definitions)
      if (capabilities.standsMsMax !== undefined)
        this.#bySource.set(id, new TickGate({ onRefused, ageMsMax: capabilities.standsMsMax, jumpShare: 0 }));
    const replay = new TickGate({ onRefused, ageMsMax: Number.MAX_SAFE_INTEGER, jumpShare: 0 });
    this.#bySource.set(REPLAY, replay);
  }

  of(source: string): TickGate {
    return this.#bySource.get(source) ?? this.#live;
  }

  /** Another source takes over a slot: what came before is of another clock. */
  forget(slot: number): void {
    this.#live.forget(slot);
    for (const gate of this.#bySource.values()) gate.forget(slot);
  }
}

import type { AccountBooks } from './account-books.ts';
import type { AccountClosing } from './account-closing.ts';
import type { AccountSchedule } from './account-schedule.ts';
import type { EquityRecord } from './equity-record.ts';
import type { OrderDesk } from './order-desk.ts';
import type { StrategyCalls } from './strategy-calls.ts';

/** Walks the events of a run in their order. */
export interface RunLoop {
  /** Events handled so far. */
  readonly events: number;
  /** Handles events until there are so many, and the rest of their instant; or all there are. */
  advance(goal: number): void;
}

/** What a loop drives. */
export interface LoopParts {
  readonly books: AccountBooks;
  readonly desk: OrderDesk;
  readonly equity: EquityRecord;
  readonly schedule: AccountSchedule;
  readonly closing: AccountClosing;
  readonly calls: StrategyCalls;
}

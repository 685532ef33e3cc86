import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work in steps: it yields where others may have a turn, and answers when done. */
export type Steps<Answer> = Generator<void, Answer, void>;

/** Does all the work at once. */
export function atOnce<Answer>(steps: Steps<Answer>): Answer {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does the work with a turn of the event loop between the steps; work of one step is done before this returns. */
export async function inTurns<Answer>(steps: Steps<Answer>): Promise<Answer> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}

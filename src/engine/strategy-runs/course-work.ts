import type { RunAnswer } from './run-messages.ts';

/** Work that may wait for a strategy in a thread of its own: yields what it waits for, is given what came of it. */
export type CourseWork = Generator<Promise<RunAnswer>, void, RunAnswer>;

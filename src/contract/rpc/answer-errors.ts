import { mapEventIterator, type ORPCError } from '@orpc/client';
import { type RpcLog, toWireError } from './wire-error.ts';

/** What an interceptor around one running procedure sees. */
interface RunningCall {
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

/**
 * The interceptor every server edge puts around its procedures (`clientInterceptors`): errors leave as the wire
 * error of the same code, message and details, also those thrown inside an event iterator, and an iterator whose
 * client went away is asked to return at once instead of at its next event.
 */
export function answerErrors(log: RpcLog): (call: RunningCall) => Promise<unknown> {
  return async ({ path, signal, next }) => {
    const method = path.join('.');
    const convert = (error: unknown): unknown => (signal?.aborted ? error : toWireError(error, method, log));
    let output: unknown;
    try {
      output = await next();
    } catch (error) {
      throw convert(error) as ORPCError<string, unknown>;
    }
    if (!isEventIterator(output)) return output;
    const events = mapEventIterator(output, {
      value: async (value) => value,
      error: async (error) => convert(error),
    });
    const stop = (): void => {
      events
        .return(undefined)
        .catch((error: unknown) =>
          log.warn(`${method}: its event iterator failed to end`, { error: String(error) }),
        );
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    return events;
  };
}

export function isEventIterator(value: unknown): value is AsyncIterator<unknown, unknown, unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.asyncIterator in value;
}

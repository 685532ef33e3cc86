import type { Log } from '#engine/ports/log';
import { createEngine, type Engine, type EngineOptions } from '#runtime/engine/create-engine';
import { dataFolder } from '#runtime/engine/data-folder';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import type { Terminal } from './terminal.ts';

/** Does work with the store and the agents of a data folder, no session open, and gives the folder back. */
export async function withEngine<Answer>(
  terminal: Terminal,
  data: string | undefined,
  work: (engine: Engine) => Promise<Answer>,
  options: Pick<EngineOptions, 'providerOverrides'> = {},
): Promise<Answer> {
  const engine = await createEngine({
    dataFolder: dataFolder({ given: data }),
    host: 'command-line',
    log: problemLog(terminal),
    processHost: createNodeProcessHost(),
    isSessionWanted: false,
    ...options,
  });
  try {
    for (const notice of engine.info.notices) if (notice.severity !== 'info') terminal.note(notice.text);
    return await work(engine);
  } finally {
    await engine.stop();
  }
}

/** A log for people: warnings and errors as lines, the rest unsaid. */
export function problemLog(terminal: Terminal): Log {
  const say = (message: string): void => terminal.note(message);
  return { debug: () => undefined, info: () => undefined, warn: say, error: say };
}

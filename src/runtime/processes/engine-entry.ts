import { dataFolder } from '../engine/data-folder.ts';
import { openEngine } from '../engine/open-engine.ts';
import { createBridge } from './electron-bridge.ts';

/** The engine process of the desktop app: opens the engine, lets windows in, ends in good order when told to. */
async function main(): Promise<void> {
  const bridge = createBridge();
  try {
    const opened = await openEngine({
      dataFolder: dataFolder(),
      host: 'electron',
      processHost: bridge.processHost,
    });
    bridge.onConnection((calls, feed) => {
      opened.serveCalls(calls);
      opened.serveFeed(feed);
    });
    bridge.onStop(() => {
      void opened.engine.stop().finally(() => process.exit(0));
    });
    bridge.ready();
  } catch (error) {
    bridge.failed(error instanceof Error ? error.message : String(error));
  }
}

void main();

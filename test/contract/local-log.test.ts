import { join } from 'node:path';
import { openLocalLog } from '#adapters/streams/local-log/local-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { eventStreamContract } from './event-stream.ts';

eventStreamContract('local log', () => {
  const path = join(temporaryFolder(), 'stream.sqlite');
  return { open: async () => openLocalLog(path) };
});

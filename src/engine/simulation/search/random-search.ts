import type { SearchMethod } from './search-method.ts';
import { randomPoint } from './search-space.ts';

/** Every combination as likely as any other (Bergstra & Bengio 2012). */
export const randomSearch: SearchMethod = {
  batchTrials: 1_024,
  propose: (_past, space, random) => randomPoint(space, random),
};

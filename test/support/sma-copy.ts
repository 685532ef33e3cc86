import { readFileSync } from 'node:fs';
import type { StrategySource } from '#engine/simulation/strategy-source';

const PATH = new URL('../fixtures/strategies/sma-copy.ts', import.meta.url);

/** The fixture `sma-copy.ts` as a person has it in a file. */
export const SMA_COPY: StrategySource = {
  path: 'sma-copy.ts',
  source: readFileSync(PATH, 'utf8').replace('#domain/strategies/sdk/define-strategy', 'octopus'),
};

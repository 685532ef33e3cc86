import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCES = ['orders/exit-template', 'strategies/sdk/strategy-context', 'strategies/sdk/define-strategy'];
const TARGET = new URL('../resources/strategy-sdk/octopus.d.ts', import.meta.url);

/** The types that a strategy file imports from 'octopus', put together from the sources they are. */
export function strategySdkTypes(): string {
  const parts = SOURCES.map((name) => {
    const path = new URL(`../src/domain/${name}.ts`, import.meta.url);
    return readFileSync(path, 'utf8')
      .replace(/^import .*;\n/gm, '')
      .replace(/\): (StrategyModule<Declared, Memory>) \{\n {2}return strategy;\n\}/, '): $1;')
      .trim();
  });
  const values = 'export type ParameterValues = Readonly<Record<string, number>>;';
  const body = [values, ...parts].join('\n\n').replace(/^(?=.)/gm, '  ');
  return `// What a strategy sees and can do. Written by scripts/write-strategy-sdk.ts; the guide is docs/guides/write-a-strategy.md.\ndeclare module 'octopus' {\n${body}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, strategySdkTypes());

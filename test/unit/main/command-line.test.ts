import { expect, test } from 'vitest';
import { parseDataFolder } from '../../../src/main/command-line.ts';

test.each([
  [[], undefined],
  [['--no-sandbox', '.', '--data', '/a b'], '/a b'],
  [['--data=/a=b'], '/a=b'],
  [['--data', '/a', '--data=/b'], '/b'],
  [['--data'], undefined],
  [['--database=/a'], undefined],
])('%j names the data folder %s', (args, folder) => {
  expect(parseDataFolder(args)).toBe(folder);
});

import { expect, test } from 'vitest';
import { pageFile } from '../../../src/main/page-file.ts';

test.each([
  ['app://octopus/', '/app/out/renderer/index.html'],
  ['app://octopus/assets/index-1a2b.js?x=1#y', '/app/out/renderer/assets/index-1a2b.js'],
  ['app://octopus/a%20b.png', '/app/out/renderer/a b.png'],
  ['app://other/index.html', undefined],
  ['app://octopus/../main/index.cjs', '/app/out/renderer/main/index.cjs'],
  ['app://octopus/..%2fmain/index.cjs', undefined],
  ['app://octopus/..%5c..%5cmain', '/app/out/renderer/..\\..\\main'],
  ['app://octopus/%2e%2e%2frenderer-old/index.html', undefined],
  ['app://octopus/a%00.png', undefined],
  ['app://octopus/%E0%A4%A', undefined],
])('%s is the file %s', (url, file) => {
  expect(pageFile('/app/out/renderer', url)).toBe(file);
});

/**
 * Imports a file into the store of a folder and prints, before each part, that it goes on. Started by the test that
 * kills it: `node import-until-killed.ts FOLDER FILE`.
 */
import { writeSync } from 'node:fs';
import { openTextFile } from '#adapters/providers/file/open-text-file';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { importFile } from '#agents/data-collector/import/import-file';

const [folder = '', path = ''] = process.argv.slice(2);
const stores = openSqliteStores(folder, 0);
const request = { symbol: 'KILLED', timeframe: '1m', now: Date.UTC(2030, 0, 1) } as const;
await importFile(stores.market, await openTextFile(path), request, {
  onProgress: (fraction) => writeSync(1, `${fraction}\n`),
});
writeSync(1, 'finished\n');
stores.close();

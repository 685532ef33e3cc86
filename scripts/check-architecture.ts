import { fileURLToPath } from 'node:url';
import { checkHouse } from './architecture/check-house.ts';

// Refuses what the house forbids; one line each, and exit code 1. Checking nothing is a failure too.
const src = process.argv[2] ?? fileURLToPath(new URL('../src', import.meta.url));
const { modules, violations } = checkHouse(src);
for (const { path, line, rule, message } of violations)
  process.stdout.write(`src/${path}:${line}: ${rule}: ${message}\n`);
if (modules === 0) process.stdout.write(`no module was found below ${src}; nothing was checked\n`);
process.stdout.write(`architecture: ${modules} modules, ${violations.length} violations\n`);
process.exitCode = modules === 0 || violations.length > 0 ? 1 : 0;

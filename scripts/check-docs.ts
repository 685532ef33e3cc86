import { fileURLToPath } from 'node:url';
import { checkPages } from './docs/check-pages.ts';

// Refuses pages that lead nowhere; one line each, and exit code 1. Checking nothing is a failure too.
const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const { pages, faults } = checkPages(root);
for (const { page, line, message } of faults) process.stdout.write(`${page}:${line}: ${message}\n`);
process.stdout.write(`docs: ${pages} pages, ${faults.length} faults\n`);
process.exitCode = pages === 0 || faults.length > 0 ? 1 : 0;

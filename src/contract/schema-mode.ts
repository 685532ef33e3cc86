import { z } from 'zod';

// A page under a strict content security policy may not compile code, and zod would probe for it on every load.
// Must run before the first object schema is made: `errors.ts`, which every contract file imports, imports it first.
if ('document' in globalThis) z.config({ jitless: true });

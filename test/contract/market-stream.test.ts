import { STREAM_VENDORS } from '#test/support/streams/stream-vendors';
import { marketStreamContract } from './market-stream.ts';

for (const vendor of STREAM_VENDORS) marketStreamContract(vendor);

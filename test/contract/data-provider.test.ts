import { VENDORS } from '#test/support/vendors/vendors';
import { dataProviderContract } from './data-provider.ts';

for (const vendor of VENDORS) dataProviderContract(vendor);

import { OPTION_VENDORS } from '#test/support/vendors/option-vendors';
import { optionChainContract } from './option-chains.ts';

for (const vendor of OPTION_VENDORS) optionChainContract(vendor);

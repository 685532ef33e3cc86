import { NEWS_VENDORS } from '#test/support/vendors/news-vendors';
import { newsProviderContract } from './news-provider.ts';

for (const vendor of NEWS_VENDORS) newsProviderContract(vendor);

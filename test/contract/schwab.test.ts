import { schwabVendor } from '#test/support/brokers/schwab-vendor';
import { brokerContract } from './broker.ts';

brokerContract(schwabVendor);

import { alpacaVendor } from '#test/support/brokers/alpaca-vendor';
import { brokerContract } from './broker.ts';

brokerContract(alpacaVendor);

import { interactiveBrokersVendor } from '#test/support/brokers/interactive-brokers-vendor';
import { brokerContract } from './broker.ts';

brokerContract(interactiveBrokersVendor());

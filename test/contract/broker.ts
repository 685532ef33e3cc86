import { describe, expect, it } from 'vitest';
import type { BrokerVendor } from '#test/support/brokers/broker-vendor';
import { brokerCombos } from './broker/broker-combos.ts';
import { brokerFaults } from './broker/broker-faults.ts';
import { brokerLogin } from './broker/broker-login.ts';
import { brokerOrders } from './broker/broker-orders.ts';
import { brokerQuestions } from './broker/broker-questions.ts';
import { createBrokerSuite, pairsOf } from './broker/broker-suite.ts';

/** What every broker keeps to, against a server that speaks as its vendor documents. */
export function brokerContract(vendor: BrokerVendor): void {
  const { definition } = vendor;
  const { capabilities } = definition;
  const pairs = pairsOf(vendor);

  describe(definition.name, () => {
    const suite = createBrokerSuite(vendor);
    describe('what it says of itself', () => {
      it('is whole and without contradiction', () => {
        const { orderTypes, timesInForce, assetClasses, note } = capabilities;
        for (const list of [
          orderTypes,
          timesInForce,
          assetClasses,
          definition.environments,
          definition.fields,
        ]) {
          expect(list.length).toBeGreaterThan(0);
          expect(new Set<unknown>(list).size).toBe(list.length);
        }
        expect(definition.id).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(note).toMatch(/\.$/);
        // Room for our 26 letters and the mark of at least 99 replacements.
        if (capabilities.findsByClientId) expect(capabilities.clientIdLengthMax).toBeGreaterThanOrEqual(29);
        expect(capabilities.quantityPrecision).toBeGreaterThanOrEqual(0);
        expect(capabilities.quantityPrecision).toBeLessThanOrEqual(8);
        for (const environment of definition.environments)
          for (const address of Object.values(definition.addresses[environment]))
            expect(address).toMatch(/^(https|wss):\/\/|^(127\.0\.0\.1|localhost)(:\d+)?$/);
        expect(new Set(pairs.map(([type]) => type)).size).toBe(orderTypes.length);
        expect(new Set(pairs.map(([, validity]) => validity)).size).toBe(timesInForce.length);
      });

      it('keeps every secret field secret in its form', () => {
        expect(new Set(definition.fields.map(({ name }) => name)).size).toBe(definition.fields.length);
        for (const { isSecret, default: value } of definition.fields)
          if (isSecret) expect(value).toBeUndefined();
      });
    });

    brokerOrders(suite);
    brokerCombos(suite);
    brokerQuestions(suite);
    brokerFaults(suite);
    brokerLogin(suite);
  });
}

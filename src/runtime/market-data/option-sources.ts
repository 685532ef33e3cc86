import { interactiveBrokersOptions } from '#adapters/brokers/interactive-brokers/option-chains/interactive-brokers-options';
import { alpacaOptions } from '#adapters/providers/alpaca-options/alpaca-options';
import { schwabOptions } from '#adapters/providers/schwab-options/schwab-options';
import type { OptionChainProviderDefinition } from '#engine/ports/option-chains';

/** Every vendor of option chains, in the order they are asked. */
export const OPTION_SOURCES: readonly OptionChainProviderDefinition[] = [
  alpacaOptions,
  schwabOptions,
  interactiveBrokersOptions,
];

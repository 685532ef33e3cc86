import { guessAssetClass, partsOfPair } from '#domain/instruments/guess-asset-class';
import type { Instrument } from '#domain/instruments/instrument';
import { knownSector } from '#domain/instruments/known-sector';

const PRECISION_MAX = 8;

/** A plain entry for a symbol that nothing is known of but its prices and what its name tells. */
export function newInstrument({
  symbol,
  fileName,
  close,
  isTradable,
}: {
  symbol: string;
  fileName: string;
  close: Float64Array;
  isTradable: boolean;
}): Instrument {
  const sector = isTradable ? knownSector(symbol) : undefined;
  return {
    symbol,
    name: symbol,
    assetClass: isTradable ? guessAssetClass(symbol) : 'index',
    currency: partsOfPair(symbol)?.quote ?? 'USD',
    pricePrecision: pricePrecision(close),
    venue: fileName,
    timeZone: 'UTC',
    source: `imported from ${fileName}`,
    isTradable,
    ...(sector === undefined ? {} : { sector }),
  };
}

/** Digits that the newest prices show after the point: at least 2, at most 8. */
export function pricePrecision(close: Float64Array): number {
  let precision = 2;
  for (const price of close.subarray(-500)) {
    while (precision < PRECISION_MAX && Number(price.toFixed(precision)) !== price) precision++;
  }
  return precision;
}

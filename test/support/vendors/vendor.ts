import type { DataProviderDefinition } from '#engine/ports/data-provider';
import type { VendorAnswer } from '#test/support/vendor-server';

/** One day of trading as a test tells it; `date` is that of the exchange. */
export interface VendorDay {
  readonly date: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** How one vendor speaks on the wire, written from its documentation. */
export interface Vendor {
  readonly definition: DataProviderDefinition;
  readonly symbol: string;
  /** Dates of its five days, where it has none of that week. */
  readonly dates?: readonly string[];
  /** Days in the vendor's form. It gives them in this order where its form has one. */
  days(days: readonly VendorDay[], url: URL): VendorAnswer;
  unknownSymbol: VendorAnswer;
  /** Whether it tells an unknown symbol from an empty range. */
  readonly tellsUnknown: boolean;
  /** What of a day comes through. */
  expected(day: VendorDay): VendorDay;
}

/** Five days of New York: a weekend between, no split. */
export const DAYS: readonly VendorDay[] = [
  { date: '2024-01-02', open: 187.15, high: 188.44, low: 183.89, close: 185.64, volume: 82_488_700 },
  { date: '2024-01-03', open: 184.22, high: 185.88, low: 183.43, close: 184.25, volume: 58_414_500 },
  { date: '2024-01-04', open: 182.15, high: 183.09, low: 180.88, close: 181.91, volume: 71_983_600 },
  { date: '2024-01-05', open: 181.99, high: 182.76, low: 180.17, close: 181.18, volume: 62_303_300 },
  { date: '2024-01-08', open: 182.09, high: 185.6, low: 181.5, close: 185.56, volume: 59_144_500 },
];

export const dayTime = (date: string): number => Date.parse(`${date}T00:00:00Z`);

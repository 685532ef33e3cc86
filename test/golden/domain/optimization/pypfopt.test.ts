import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { portfolioVariance, sampleCovariance, shrunkCovariance } from '#domain/optimization/covariance';
import { minimumVarianceWeights } from '#domain/optimization/minimum-variance';
import { sharedData } from '#test/support/golden-csv';

const PRICES = `${sharedData}prices/portfolio/pypfopt_stock_prices_1989-2018.csv.gz`;

/** Catches a covariance over the wrong pairs of days, weights off the optimum, bounds that do not hold. */
describe.skipIf(!existsSync(PRICES))('minimum variance equals PyPortfolioOpt on its twenty stocks', () => {
  const { symbols, returns } = existsSync(PRICES) ? readReturns() : { symbols: [], returns: [] };
  const covariance = returns.length === 0 ? [] : sampleCovariance(returns, 252);
  const expectedReturns = returns.map(annualReturn);
  const performance = (weights: number[]) => {
    const growth = weights.reduce((sum, weight, i) => sum + weight * expectedReturns[i]!, 0);
    const volatility = Math.sqrt(portfolioVariance(weights, covariance));
    return [growth, volatility, (growth - 0.02) / volatility];
  };

  it('finds the weights', () => {
    const golden = JSON.parse(
      readFileSync(`${sharedData}golden/portfolio/pypfopt_weights_minvol_maxsharpe.json`, 'utf8'),
    );
    const weights = minimumVarianceWeights(covariance);
    symbols.forEach((symbol, i) => {
      expect(Math.abs(weights[i]! - golden.min_volatility[symbol]), symbol).toBeLessThan(1e-6);
    });
    expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
  });

  it('gives the published return, volatility and Sharpe ratio', () => {
    const published = publishedCase('min_volatility');
    performance(minimumVarianceWeights(covariance)).forEach((figure, i) => {
      expect(Math.abs(figure - published[i]!)).toBeLessThan(1e-6);
    });
  });

  it('gives the published figures with a quadratic penalty on the weights', () => {
    const penalised = covariance.map((row, i) => row.map((value, j) => (i === j ? value + 1 : value)));
    const published = publishedCase('min_volatility_L2_reg');
    performance(minimumVarianceWeights(penalised)).forEach((figure, i) => {
      expect(Math.abs(figure - published[i]!)).toBeLessThan(1e-6);
    });
  });

  it('keeps bounds, and pays for them with variance', () => {
    const free = minimumVarianceWeights(covariance);
    const bounded = minimumVarianceWeights(covariance, { minimum: 0.01, maximum: 0.1 });
    for (const weight of bounded) {
      expect(weight).toBeGreaterThanOrEqual(0.01);
      expect(weight).toBeLessThanOrEqual(0.1);
    }
    expect(bounded.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
    expect(portfolioVariance(bounded, covariance)).toBeGreaterThan(portfolioVariance(free, covariance));
  });

  it('weighs equally when the covariance is shrunk to its target', () => {
    for (const weight of minimumVarianceWeights(shrunkCovariance(covariance, 1)))
      expect(weight).toBeCloseTo(0.05, 9);
  });
});

function publishedCase(name: string): number[] {
  const golden: { cases: { case: string; expected: { value: number[] }[] }[] } = JSON.parse(
    readFileSync(`${sharedData}golden/portfolio/pypfopt_efficient_frontier.json`, 'utf8'),
  );
  return golden.cases.find((one) => one.case === name)!.expected[0]!.value;
}

function readReturns() {
  const [header = '', ...rows] = gunzipSync(readFileSync(PRICES)).toString().trim().split('\n');
  const symbols = header.trim().split(',').slice(1);
  const prices = rows.map((row) =>
    row
      .trim()
      .split(',')
      .slice(1)
      .map((cell) => (cell === '' ? Number.NaN : Number(cell))),
  );
  const returns = symbols.map((_, k) =>
    Float64Array.from({ length: prices.length - 1 }, (_unused, i) => prices[i + 1]![k]! / prices[i]![k]! - 1),
  );
  return { symbols, returns };
}

/** PyPortfolioOpt `mean_historical_return`: compounded over the returns there are. */
function annualReturn(returns: Float64Array): number {
  const known = returns.filter((value) => !Number.isNaN(value));
  return known.reduce((growth, value) => growth * (1 + value), 1) ** (252 / known.length) - 1;
}

"""Makes other-values.json: indicators that TA-Lib lacks, by formulas written a second time with numpy and pandas, or by ta.

    pip install numpy==2.4.6 pandas==3.1.1 ta==0.11.0
    python make-other-values.py ../../../../shared/data/prices/daily other-values.json

Over the first 300 bars of SPY_2007-2017, to twelve digits; null where there is no value yet.
"""

import json
import sys

import numpy as np
import pandas as pd
import ta

SERIES, BARS = "SPY_2007-2017", 300


def moment(values, power):
    return ((values - values.mean()) ** power).mean()


def standard_error(values):
    places = np.arange(len(values))
    line = np.polyval(np.polyfit(places, values, 1), places)
    return np.sqrt(((values - line) ** 2).sum() / (len(values) - 2))


def entropy(values):
    shares = values / values.sum()
    return -(shares * np.log2(shares)).sum()


def legoux(values):
    weights = np.exp(-((np.arange(9) - 0.85 * 8) ** 2) / (2 * (9 / 6) ** 2))
    return (weights * values).sum() / weights.sum()


def sine_weighted(values):
    weights = np.sin(np.arange(1, 15) * np.pi / 15)
    return (weights * values).sum() / weights.sum()


def seeded(values, period, weight=None):
    """Exponential average begun at the mean of the first `period` values that are there."""
    weight = weight or 2 / (period + 1)
    out, there = values * np.nan, values.dropna()
    average = there.iloc[:period].mean()
    out[there.index[period - 1]] = average
    for row in there.index[period:]:
        average += weight * (values[row] - average)
        out[row] = average
    return out


def wilder_strength(close, period):
    change = close.diff()
    gain, loss = (seeded(part, period, 1 / period) for part in (change.clip(lower=0), (-change).clip(lower=0)))
    return 100 - 100 / (1 + gain / loss)


def values_of(bars):
    o, h, l, c = (bars[name] for name in ("open", "high", "low", "close"))
    v, before = bars["volume"], c.shift(1)
    returns, change = np.log(c / before), c.diff()
    year = lambda variance: 100 * np.sqrt(252 * variance)
    satchell = np.log(h / c) * np.log(h / o) + np.log(l / c) * np.log(l / o)
    share = 0.34 / (1.34 + 21 / 19)
    gaps, moves = np.log(o / before), np.log(c / o).where(before.notna())
    high = pd.concat([h, before], axis=1).max(axis=1).where(before.notna())
    low = pd.concat([l, before], axis=1).min(axis=1).where(before.notna())
    span = high.rolling(14).max() - low.rolling(14).min()
    ichimoku = ta.trend.IchimokuIndicator(h, l, visual=True)
    kst = ta.trend.KSTIndicator(c)
    middle = (h + l) / 2
    yield "zscore", {"period": 20}, "value", (c - c.rolling(20).mean()) / c.rolling(20).std(ddof=0)
    yield "skew", {"period": 30}, "value", c.rolling(30).apply(lambda x: moment(x, 3) / moment(x, 2) ** 1.5)
    yield "kurt", {"period": 30}, "value", c.rolling(30).apply(lambda x: moment(x, 4) / moment(x, 2) ** 2 - 3)
    yield "median", {"period": 20}, "value", c.rolling(20).median()
    yield "entropy", {"period": 10}, "value", c.rolling(10).apply(entropy)
    yield "hv", {"period": 20}, "value", year(returns.rolling(20).var())
    yield "parkinson", {"period": 20}, "value", year((np.log(h / l) ** 2).rolling(20).mean() / (4 * np.log(2)))
    klass = 0.5 * np.log(h / l) ** 2 - (2 * np.log(2) - 1) * np.log(c / o) ** 2
    yield "garman-klass", {"period": 20}, "value", year(klass.rolling(20).mean())
    yield "rogers-satchell", {"period": 20}, "value", year(satchell.rolling(20).mean())
    drift = satchell.where(before.notna()).rolling(20).mean()
    variance = gaps.rolling(20).var() + share * moves.rolling(20).var() + (1 - share) * drift
    yield "yang-zhang", {"period": 20}, "value", year(variance)
    yield "r-squared", {"period": 14}, "value", c.rolling(14).apply(lambda x: np.corrcoef(np.arange(14), x)[0, 1] ** 2)
    yield "steyx", {"period": 14}, "value", c.rolling(14).apply(standard_error)
    yield "autocorr", {"period": 30}, "value", change.rolling(30).corr(change.shift(1))
    yield "ulcer", {"period": 14}, "value", c.rolling(14).apply(
        lambda x: np.sqrt(((100 * (x / np.maximum.accumulate(x) - 1)) ** 2).mean()), raw=True)
    yield "chop", {"period": 14}, "value", 100 * np.log10((high - low).rolling(14).sum() / span) / np.log10(14)
    yield "alma", {"period": 9}, "value", c.rolling(9).apply(legoux, raw=True)
    yield "sinwma", {"period": 14}, "value", c.rolling(14).apply(sine_weighted, raw=True)
    yield "cog", {"period": 10}, "value", c.rolling(10).apply(
        lambda x: -(x[::-1] * np.arange(1, 11)).sum() / x.sum(), raw=True)
    yield "bias", {"period": 26}, "value", 100 * (c / c.rolling(26).mean() - 1)
    yield "psy", {"period": 12}, "value", (100 * (change > 0).where(before.notna()).rolling(12).mean())
    yield "eom", {"period": 14}, "value", (middle.diff() * (h - l) * 1e8 / v).rolling(14).mean()
    yield "drawdown", {}, "value", 100 * (c / c.cummax() - 1)
    yield "kst", {}, "value", kst.kst().where(c.index >= 44)
    yield "kst", {}, "signal", kst.kst_sig().where(c.index >= 52)
    yield "ulcer", {"period": 14, "peak": 1}, "value", np.sqrt(
        ((100 * (c / c.rolling(14).max() - 1)) ** 2).rolling(14).mean())
    rises, falls = h.diff().clip(lower=0).rolling(14).mean(), (-l.diff()).clip(lower=0).rolling(14).mean()
    yield "demarker", {"period": 14}, "value", rises / (rises + falls)
    yield "ibs", {}, "value", (c - l) / (h - l)
    strength = wilder_strength(c, 14)
    smooth = seeded(seeded(strength, 5), 3)
    yield "derivative-oscillator", {}, "value", smooth - smooth.rolling(9).mean()
    place = 0.1 * (100 * (c - l.rolling(8).min()) / (h.rolling(8).max() - l.rolling(8).min()) - 50)
    power = np.exp(seeded(seeded(place, 5), 5))
    yield "premier-stochastic-oscillator", {}, "value", (power - 1) / (power + 1)
    yield "ichimoku", {}, "conversion", ichimoku.ichimoku_conversion_line()
    yield "ichimoku", {}, "base", ichimoku.ichimoku_base_line()
    yield "ichimoku", {}, "span-a", ichimoku.ichimoku_a().where(c.index >= 51)
    yield "ichimoku", {}, "span-b", ichimoku.ichimoku_b().where(c.index >= 77)


def main(folder, path):
    bars = pd.read_csv(f"{folder}/{SERIES}.csv").head(BARS)
    cases = [
        {"indicator": name, "parameters": parameters, "output": output,
         "values": [None if np.isnan(x) else float(f"{x:.12g}") for x in column.astype(float)]}
        for name, parameters, output, column in values_of(bars)
    ]
    with open(path, "w") as file:
        json.dump({"series": SERIES, "bars": BARS, "cases": cases}, file, separators=(",", ":"))


main(*sys.argv[1:])

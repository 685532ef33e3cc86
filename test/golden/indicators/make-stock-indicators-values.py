"""Makes stock-indicators-values.json.gz: indicators as Stock.Indicators documents them, by formulas written a second time.

    pip install numpy==2.4.6 pandas==3.1.1
    python make-stock-indicators-values.py ../../../../shared/data/prices/daily stock-indicators-values.json.gz

Over SPY_2017-2018_stockindicators, to twelve digits: the first value and its row, and those of some rows, null where there is none. Parameters
have that library's names. What it draws back in time (DPO, fractals) stands here at the bar that makes it known.
"""

import gzip
import json
import sys

import numpy as np
import pandas as pd

SERIES = "SPY_2017-2018_stockindicators"
nan = np.nan


def series(values):
    return pd.Series(np.asarray(values, float))


def averaged(x, period, weight):
    """Exponential, seeded with the mean of the first `period` values that are there."""
    x = np.asarray(x, float)
    out = np.full(len(x), nan)
    there = np.nonzero(~np.isnan(x))[0]
    if len(there) < period:
        return series(out)
    start = there[0] + period - 1
    out[start] = x[there[0]:start + 1].mean()
    for i in range(start + 1, len(x)):
        out[i] = out[i - 1] + weight * (x[i] - out[i - 1])
    return series(out)


def ema(x, period):
    return averaged(x, period, 2 / (period + 1))


def smma(x, period):
    return averaged(x, period, 1 / period)


def wma(x, period):
    weights = np.arange(1, period + 1)
    return series(x).rolling(period).apply(lambda w: (w * weights).sum() / weights.sum(), raw=True)


def together(x, period, count):
    """Exponential averages in a row, all begun at the mean of the first `period` values."""
    levels = [np.full(len(x), nan) for _ in range(count)]
    for level in levels:
        level[period - 1] = np.mean(x[:period])
    for i in range(period, len(x)):
        value = x[i]
        for level in levels:
            level[i] = value = level[i - 1] + 2 / (period + 1) * (value - level[i - 1])
    return [series(level) for level in levels]


def rsi(x, period):
    change = series(x).diff()
    gain, loss = smma(change.clip(lower=0), period), smma((-change).clip(lower=0), period)
    return (100 - 100 / (1 + gain / loss)).where(loss != 0, 100).where(gain.notna())


def true_range(h, l, c):
    b = c.shift(1)
    return (pd.concat([h, b], axis=1).max(axis=1) - pd.concat([l, b], axis=1).min(axis=1)).where(b.notna())


def slope(x, period):
    places = np.arange(period)
    return series(x).rolling(period).apply(lambda w: np.polyfit(places, w, 1)[0], raw=True)


def line_end(x, period):
    places = np.arange(period)
    return series(x).rolling(period).apply(lambda w: np.polyval(np.polyfit(places, w, 1), period - 1), raw=True)


def adx(h, l, c, n):
    rise, fall = h.diff(), -l.diff()
    plus = rise.clip(lower=0).where(rise > fall, 0).where(rise.notna())
    minus = fall.clip(lower=0).where(fall > rise, 0).where(rise.notna())
    p, m, t = (smma(x, n) for x in (plus, minus, true_range(h, l, c)))
    pdi, mdi = 100 * p / t, 100 * m / t
    dx = 100 * (pdi - mdi).abs() / (pdi + mdi)
    index = smma(dx, n)
    return pdi, mdi, dx, index, (index + index.shift(n - 1)) / 2


def aroon(h, l, n):
    up = h.rolling(n + 1).apply(lambda w: 100 * np.argmax(w) / n, raw=True)
    down = l.rolling(n + 1).apply(lambda w: 100 * np.argmin(w) / n, raw=True)
    return up, down


def atr_stop(h, l, c, n, k, high_low):
    atr = smma(true_range(h, l, c), n)
    out, upper, lower, bull = np.full(len(c), nan), np.inf, -np.inf, True
    for i in range(n, len(c)):
        if i == n:
            bull = c[i] >= c[i - 1]
        top = (h[i] if high_low else c[i]) + k * atr[i]
        bottom = (l[i] if high_low else c[i]) - k * atr[i]
        if top < upper or c[i - 1] > upper:
            upper = top
        if bottom > lower or c[i - 1] < lower:
            lower = bottom
        bull = not c[i] <= (lower if bull else upper)
        out[i] = lower if bull else upper
    return series(out)


def supertrend(h, l, c, n, k):
    atr = smma(true_range(h, l, c), n)
    out, bull = np.full(len(c), nan), True
    for i in range(n, len(c)):
        middle = (h[i] + l[i]) / 2
        top, bottom = middle + k * atr[i], middle - k * atr[i]
        if i == n:
            bull, upper, lower = c[i] >= middle, top, bottom
        if top < upper or c[i - 1] > upper:
            upper = top
        if bottom > lower or c[i - 1] < lower:
            lower = bottom
        bull = not c[i] <= (lower if bull else upper)
        out[i] = lower if bull else upper
    return series(out)


def volatility_stop(h, l, c, n, k):
    atr = smma(true_range(h, l, c), n)
    out, stops = np.full(len(c), nan), []
    long = c[n - 1] > c[0]
    best = max(c[:n]) if long else min(c[:n])
    for i in range(n, len(c)):
        out[i] = stop = best - k * atr[i - 1] if long else best + k * atr[i - 1]
        if (c[i] < stop) if long else (c[i] > stop):
            long, best = not long, c[i]
            stops.append(i)
        else:
            best = max(best, c[i]) if long else min(best, c[i])
    out[:stops[0] + 1] = nan
    return series(out)


def parabolic(h, l, step, most, first):
    out, turns = np.full(len(h), nan), []
    rising, factor, extreme, before = True, first, h[0], l[0]
    for i in range(1, len(h)):
        stop = before + factor * (extreme - before)
        if i >= 2:
            stop = min(stop, l[i - 1], l[i - 2]) if rising else max(stop, h[i - 1], h[i - 2])
        if (l[i] < stop) if rising else (h[i] > stop):
            out[i] = extreme
            rising, factor = not rising, first
            extreme = h[i] if rising else l[i]
            turns.append(i)
        else:
            out[i] = stop
            if (h[i] > extreme) if rising else (l[i] < extreme):
                extreme = h[i] if rising else l[i]
                factor = min(factor + step, most)
        before = out[i]
    out[:turns[0] + 1] = nan
    return series(out)


def connors(c, n, streaks, ranks):
    streak = np.zeros(len(c))
    for i in range(1, len(c)):
        side = np.sign(c[i] - c[i - 1])
        streak[i] = 0 if side == 0 else streak[i - 1] + side if streak[i - 1] * side >= 0 else side
    change = c.pct_change().fillna(0)
    rank = pd.Series([100 * (change[i - ranks:i] < change[i]).sum() / ranks if i >= ranks else nan for i in range(len(c))])
    value = (rsi(c, n) + rsi(streak, streaks) + rank) / 3
    return value.where(c.index >= max(n, streaks, ranks) + 1)


def fisher(x, n):
    place, out = np.zeros(len(x)), np.zeros(len(x))
    for i in range(1, len(x)):
        window = x[max(0, i - n + 1):i + 1]
        top, bottom = window.max(), window.min()
        v = 0.66 * ((x[i] - bottom) / (top - bottom) - 0.5) + 0.67 * place[i - 1] if top != bottom else 0
        place[i] = 0.999 if v > 0.99 else -0.999 if v < -0.99 else v
        out[i] = 0.5 * np.log((1 + place[i]) / (1 - place[i])) + 0.5 * out[i - 1]
    return series(out)


def dynamic(c, n, k):
    out = np.full(len(c), nan)
    for i in range(1, len(c)):
        before = c[i - 1] if i == 1 else out[i - 1]
        out[i] = before + (c[i] - before) / (k * n * (c[i] / before) ** 4)
    return series(out)


def kama(c, n, fast, slow):
    out, a, b = np.full(len(c), nan), 2 / (fast + 1), 2 / (slow + 1)
    out[n - 1] = c[n - 1]
    for i in range(n, len(c)):
        path = c[i - n:i + 1].diff().abs().sum()
        weight = (abs(c[i] - c[i - n]) / path * (a - b) + b) ** 2
        out[i] = out[i - 1] + weight * (c[i] - out[i - 1])
    return series(out)


def klinger(h, l, c, v, fast, slow, signal):
    price, size, force = h + l + c, h - l, np.full(len(c), nan)
    trend, total = np.sign(np.sign(price.diff()) - 0.5), 0
    for i in range(2, len(c)):
        total = total + size[i] if trend[i] == trend[i - 1] else size[i - 1] + size[i]
        force[i] = 0 if size[i] == total else v[i] * abs(2 * (size[i] / total - 1)) * trend[i] * 100
    value = ema(force, fast) - ema(force, slow)
    return value, ema(value, signal)


def money_flow(h, l, c, v, n):
    typical = (h + l + c) / 3
    flow, side = typical * v, np.sign(typical.diff())
    up, down = (flow.where(side == s, 0).where(side.notna()).rolling(n).sum() for s in (1, -1))
    return 100 - 100 / (1 + up / down)


def stochastic(h, l, c, n, signal, smooth):
    top, bottom = h.rolling(n).max(), l.rolling(n).min()
    k = (100 * (c - bottom) / (top - bottom)).where(top != bottom, 0).where(top.notna())
    k = k.rolling(smooth).mean()
    return k, k.rolling(signal).mean()


def smi(h, l, c, n, first, second, signal):
    top, bottom = h.rolling(n).max(), l.rolling(n).min()
    def smooth(x):
        for period in (first, second):
            x = averaged(x, 1, 2 / (period + 1))
        return x
    value = 200 * smooth(c - (top + bottom) / 2) / smooth(top - bottom)
    return value, averaged(value, 1, 2 / (signal + 1))


def t3(c, n, a):
    x, e = c.to_numpy(), []
    for _ in range(6):
        x = averaged(x, 1, 2 / (n + 1)).to_numpy()
        e.append(x)
    return series(-a**3 * e[5] + (3 * a**2 + 3 * a**3) * e[4] + (-6 * a**2 - 3 * a - 3 * a**3) * e[3] + (1 + 3 * a + a**3 + 3 * a**2) * e[2])


def hurst(c, n):
    change = c.pct_change().to_numpy()
    def exponent(w):
        sizes, ranges = [], []
        for pieces in (1, 2, 4, 8, 16, 32):
            size = len(w) // pieces
            if size < 8:
                break
            total, start = 0, len(w) - size * pieces
            for k in range(pieces):
                y = w[start + k * size:start + (k + 1) * size]
                y = y - y.mean()
                walk = np.append(np.cumsum(y), y[0])
                total += (walk.max() - walk.min()) / np.sqrt((y**2).mean())
            sizes.append(np.log10(size))
            ranges.append(np.log10(total / pieces))
        return np.polyfit(sizes, ranges, 1)[0]
    return pd.Series([exponent(change[i - n + 1:i + 1]) if i >= n else nan for i in range(len(c))])


def hilbert(x, trend, fast=0.5, slow=0.05):
    """Ehlers' transform of `x`: the trendline, or MAMA and FAMA."""
    n = len(x)
    sp, dt, pd_, q1, i1, q2, i2, re, im, sd, it, ph = (np.zeros(n) for _ in range(12))
    line, mama, fama = (np.full(n, nan) for _ in range(3))
    line[:6] = x[:6]
    mama[5] = fama[5] = x[:6].mean()
    taps = lambda y, i: 0.0962 * y[i] + 0.5769 * y[i - 2] - 0.5769 * y[i - 4] - 0.0962 * y[i - 6]
    for i in range(6, n):
        adjust = 0.075 * pd_[i - 1] + 0.54
        sp[i] = (4 * x[i] + 3 * x[i - 1] + 2 * x[i - 2] + x[i - 3]) / 10
        dt[i] = taps(sp, i) * adjust
        q1[i], i1[i] = taps(dt, i) * adjust, dt[i - 3]
        i2[i] = 0.2 * (i1[i] - taps(q1, i) * adjust) + 0.8 * i2[i - 1]
        q2[i] = 0.2 * (q1[i] + taps(i1, i) * adjust) + 0.8 * q2[i - 1]
        re[i] = 0.2 * (i2[i] * i2[i - 1] + q2[i] * q2[i - 1]) + 0.8 * re[i - 1]
        im[i] = 0.2 * (i2[i] * q2[i - 1] - q2[i] * i2[i - 1]) + 0.8 * im[i - 1]
        p = 2 * np.pi / np.arctan(im[i] / re[i]) if im[i] != 0 and re[i] != 0 else 0
        p = max(min(p, 1.5 * pd_[i - 1]), 0.67 * pd_[i - 1])
        pd_[i] = 0.2 * min(max(p, 6), 50) + 0.8 * pd_[i - 1]
        sd[i] = 0.33 * pd_[i] + 0.67 * sd[i - 1]
        count = min(int(sd[i] + 0.5), i + 1)
        it[i] = x[i - count + 1:i + 1].mean() if count > 0 else x[i]
        line[i] = (4 * it[i] + 3 * it[i - 1] + 2 * it[i - 2] + it[i - 3]) / 10 if i >= 11 else x[i]
        ph[i] = np.degrees(np.arctan(q1[i] / i1[i])) if i1[i] != 0 else 0
        weight = max(fast / max(ph[i - 1] - ph[i], 1), slow)
        mama[i] = weight * x[i] + (1 - weight) * mama[i - 1]
        fama[i] = weight / 2 * mama[i] + (1 - weight / 2) * fama[i - 1]
    return series(line) if trend else (series(mama), series(fama))


def levels(kind, o, h, l, c):
    p, r = (h + l + c) / 3, h - l
    if kind == 2:
        return [c] + [c + s * 1.1 / d * r for d in (12, 6, 4) for s in (1, -1)]
    if kind == 1:
        return [p] + [p + s * f * r for f in (0.382, 0.618, 1) for s in (1, -1)]
    if kind == 4:
        x = h + 2 * l + c if c < o else 2 * h + l + c if c > o else h + l + 2 * c
        return [x / 4, x / 2 - l, x / 2 - h]
    if kind == 3:
        p = (h + l + 2 * o) / 4
    return [p, 2 * p - l, 2 * p - h, p + r, p - r, h + 2 * (p - l), l - 2 * (h - p)]


LEVELS = ["pivot", "r1", "s1", "r2", "s2", "r3", "s3"]


def pivot_points(b, kind):
    month = pd.to_datetime(b["date"]).dt.month.to_numpy()
    rows, now, window, before = [], None, [], None
    for i in range(len(b)):
        if i > 0 and month[i] != month[i - 1]:
            w = b.iloc[window]
            start = b["open"][i] if kind == 3 else w["open"].iloc[0]
            now, window = levels(kind, start, w["high"].max(), w["low"].min(), w["close"].iloc[-1]), []
        window.append(i)
        rows.append(now or [nan] * 7)
    return rows


def rolling_pivots(b, n, offset, kind):
    rows = []
    for i in range(len(b)):
        w = b.iloc[i - n - offset:i - offset]
        rows.append(levels(kind, b["open"][i], w["high"].max(), w["low"].min(), w["close"].iloc[-1])
                    if i >= n + offset else [nan] * 7)
    return rows


def fractal(x, left, right):
    out = np.full(len(x), nan)
    for i in range(left, len(x) - right):
        if x[i] > np.max(np.r_[x[i - left:i], x[i + 1:i + right + 1]]):
            out[i + right] = x[i]
    return series(out)


def macd(x, fast, slow, signal):
    line = ema(x, fast) - ema(x, slow)
    return line, ema(line, signal), line - ema(line, signal)


def values_of(b):
    o, h, l, c, v = (b[name].astype(float) for name in ("open", "high", "low", "close", "volume"))
    middle, tr = (h + l) / 2, true_range(h, l, c)
    flow = ((c - l) - (h - c)) / (h - l)
    flow = flow.where(h != l, 0) * v
    adl = flow.cumsum()
    yield "Adl", {}, "value", adl
    for n in (14, 9):
        for name, column in zip(("plus-di", "minus-di", "dx", "adx", "adxr"), adx(h, l, c, n)):
            yield name, {"lookbackPeriods": n}, "value", column
    for p in ({}, {"jawPeriods": 21, "jawOffset": 4, "teethPeriods": 13, "teethOffset": 3, "lipsPeriods": 8, "lipsOffset": 2}):
        q = {"jawPeriods": 13, "jawOffset": 8, "teethPeriods": 8, "teethOffset": 5, "lipsPeriods": 5, "lipsOffset": 3, **p}
        jaw, teeth, lips = (smma(middle, q[f"{x}Periods"]).shift(q[f"{x}Offset"]) for x in ("jaw", "teeth", "lips"))
        for name, column in (("jaw", jaw), ("teeth", teeth), ("lips", lips)):
            yield "Alligator", p, name, column
        yield "Gator", p, "upper", (jaw - teeth).abs()
        yield "Gator", p, "lower", -(teeth - lips).abs()
    for n, offset, sigma in ((9, 0.85, 6), (21, 0.5, 3)):
        weights = np.exp(-((np.arange(n) - offset * (n - 1)) ** 2) / (2 * (n / sigma) ** 2))
        yield "Alma", {"lookbackPeriods": n, "offset": offset, "sigma": sigma}, "value", c.rolling(n).apply(
            lambda w: (weights * w).sum() / weights.sum(), raw=True)
    for n in (25, 10):
        up, down = aroon(h, l, n)
        yield "Aroon", {"lookbackPeriods": n}, "up", up
        yield "Aroon", {"lookbackPeriods": n}, "down", down
        yield "AroonOsc", {"lookbackPeriods": n}, "value", up - down
    for n, k in ((21, 3), (10, 2)):
        yield "AtrStop", {"lookbackPeriods": n, "multiplier": k}, "value", atr_stop(h, l, c, n, k, False)
        yield "AtrStop", {"lookbackPeriods": n, "multiplier": k, "endType": 1}, "value", atr_stop(h, l, c, n, k, True)
    for fast, slow in ((3, 10), (5, 20)):
        yield "ChaikinOsc", {"fastPeriods": fast, "slowPeriods": slow}, "value", ema(adl, fast) - ema(adl, slow)
    for n, k in ((22, 3), (10, 2.5)):
        distance = k * smma(tr, n)
        yield "Chandelier", {"lookbackPeriods": n, "multiplier": k}, "long", h.rolling(n).max() - distance
        yield "Chandelier", {"lookbackPeriods": n, "multiplier": k}, "short", l.rolling(n).min() + distance
    for n in (14, 5):
        high = pd.concat([h, c.shift(1)], axis=1).max(axis=1).where(tr.notna())
        low = pd.concat([l, c.shift(1)], axis=1).min(axis=1).where(tr.notna())
        yield "Chop", {"lookbackPeriods": n}, "value", 100 * np.log(
            tr.rolling(n).sum() / (high.rolling(n).max() - low.rolling(n).min())) / np.log(n)
    for n in (20, 9):
        yield "Cmf", {"lookbackPeriods": n}, "value", flow.rolling(n).sum() / v.rolling(n).sum()
        change = c.diff()
        yield "Cmo", {"lookbackPeriods": n}, "value", 100 * change.rolling(n).sum() / change.abs().rolling(n).sum()
    for n, s, r in ((3, 2, 100), (14, 20, 10)):
        yield "ConnorsRsi", {"rsiPeriods": n, "streakPeriods": s, "rankPeriods": r}, "value", connors(c, n, s, r)
    yield "Dpo", {"lookbackPeriods": 14}, "value", c.shift(8) - c.rolling(14).mean()
    for n, k in ((14, 0.6), (20, 0.8)):
        yield "Dynamic", {"lookbackPeriods": n, "kFactor": k}, "value", dynamic(c, n, k)
    for n in (13, 20):
        yield "ElderRay", {"lookbackPeriods": n}, "bull", h - ema(c, n)
        yield "ElderRay", {"lookbackPeriods": n}, "bear", l - ema(c, n)
    for n in (14, 20, 30):
        yield "Epma", {"lookbackPeriods": n}, "value", line_end(c, n)
        yield "Slope", {"lookbackPeriods": n}, "value", slope(c, n)
        yield "Hma", {"lookbackPeriods": n}, "value", wma(2 * wma(c, n // 2) - wma(c, n), int(np.sqrt(n)))
        yield "Smma", {"lookbackPeriods": n}, "value", smma(c, n)
        e1, e2, e3 = together(c, n, 3)
        yield "Tema", {"lookbackPeriods": n}, "value", 3 * e1 - 3 * e2 + e3
        yield "Dema", {"lookbackPeriods": n}, "value", 2 * e1 - e2
        yield "Trix", {"lookbackPeriods": n}, "value", 100 * e3.pct_change()
        yield "Vwma", {"lookbackPeriods": n}, "value", (c * v).rolling(n).sum() / v.rolling(n).sum()
        yield "UlcerIndex", {"lookbackPeriods": n}, "value", c.rolling(n).apply(
            lambda w: np.sqrt(((100 * (w / np.maximum.accumulate(w) - 1)) ** 2).mean()), raw=True)
        yield "Mfi", {"lookbackPeriods": n}, "value", money_flow(h, l, c, v, n)
        up, down = (h - l.shift(1)).abs(), (l - h.shift(1)).abs()
        yield "Vortex", {"lookbackPeriods": n}, "plus", up.rolling(n).sum() / tr.rolling(n).sum()
        yield "Vortex", {"lookbackPeriods": n}, "minus", down.rolling(n).sum() / tr.rolling(n).sum()
        yield "ForceIndex", {"lookbackPeriods": n}, "value", ema(c.diff() * v, n)
        yield "Wma", {"lookbackPeriods": n}, "value", wma(c, n)
        yield "Correlation", {"lookbackPeriods": n, "first": 1, "second": 3}, "value", h.rolling(n).corr(c)
    for n in (10, 25):
        yield "FisherTransform", {"lookbackPeriods": n}, "fisher", fisher(middle, n)
        yield "FisherTransform", {"lookbackPeriods": n}, "trigger", fisher(middle, n).shift(1)
    high, low = (fractal(x, 2, 2) for x in (h, -l))
    yield "Fractal", {"windowSpan": 2}, "high", high
    yield "Fractal", {"windowSpan": 2}, "low", -low
    yield "Fcb", {"windowSpan": 2}, "upper", high.ffill()
    yield "Fcb", {"windowSpan": 2}, "lower", -low.ffill()
    yield "Fcb", {"windowSpan": 3}, "upper", fractal(h, 3, 3).ffill()
    yield "HtTrendline", {}, "value", hilbert(middle, True)
    for fast, slow in ((0.5, 0.05), (0.3, 0.1)):
        mama, fama = hilbert(middle, False, fast, slow)
        yield "Mama", {"fastLimit": fast, "slowLimit": slow}, "mama", mama
        yield "Mama", {"fastLimit": fast, "slowLimit": slow}, "fama", fama
    for n in (100, 60):
        yield "Hurst", {"lookbackPeriods": n}, "value", hurst(c, n)
    for t, k, s in ((9, 26, 52), (3, 13, 40)):
        mid = lambda n: (h.rolling(n).max() + l.rolling(n).min()) / 2
        p = {"tenkanPeriods": t, "kijunPeriods": k, "senkouBPeriods": s, "offsetPeriods": k}
        yield "Ichimoku", p, "conversion", mid(t)
        yield "Ichimoku", p, "base", mid(k)
        yield "Ichimoku", p, "span-a", ((mid(t) + mid(k)) / 2).shift(k)
        yield "Ichimoku", p, "span-b", mid(s).shift(k)
    for n, fast, slow in ((10, 2, 30), (20, 3, 20)):
        yield "Kama", {"erPeriods": n, "fastPeriods": fast, "slowPeriods": slow}, "value", kama(c, n, fast, slow)
    for n, k, a in ((20, 2, 10), (10, 1.5, 14)):
        p = {"emaPeriods": n, "multiplier": k, "atrPeriods": a}
        distance, centre = k * smma(tr, a), ema(c, n).where(c.index >= max(n, a) - 1)
        yield "Keltner", p, "upper", centre + distance
        yield "Keltner", p, "middle", centre
        yield "Keltner", p, "lower", centre - distance
        yield "StarcBands", {"smaPeriods": n, "multiplier": k, "atrPeriods": a}, "upper", c.rolling(n).mean() + distance
        yield "StarcBands", {"smaPeriods": n, "multiplier": k, "atrPeriods": a}, "lower", c.rolling(n).mean() - distance
    for f, s, g in ((34, 55, 13), (12, 26, 9)):
        value, signal = klinger(h, l, c, v, f, s, g)
        yield "Kvo", {"fastPeriods": f, "slowPeriods": s, "signalPeriods": g}, "value", value
        yield "Kvo", {"fastPeriods": f, "slowPeriods": s, "signalPeriods": g}, "signal", signal
    for kind, centre in ((0, c.rolling(20).mean()), (1, ema(c, 20)), (2, wma(c, 20)), (9, wma(2 * wma(c, 10) - wma(c, 20), 4))):
        p = {"lookbackPeriods": 20, "percentOffset": 2.5, "movingAverageType": kind}
        yield "MaEnvelopes", p, "upper", centre * 1.025
        yield "MaEnvelopes", p, "lower", centre * 0.975
    for step, most in ((0.02, 0.2), (0.04, 0.4)):
        yield "ParabolicSar", {"accelerationStep": step, "maxAccelerationFactor": most}, "value", parabolic(h, l, step, most, step)
    for kind in range(5):
        for name, column in zip(LEVELS, zip(*pivot_points(b, kind))):
            yield "PivotPoints", {"windowSize": 2, "pointType": kind}, name, series(column)
        for name, column in zip(LEVELS, zip(*rolling_pivots(b, 11, 9, kind))):
            yield "RollingPivots", {"windowPeriods": 11, "offsetPeriods": 9, "pointType": kind}, name, series(column)
    for t, s, g in ((35, 20, 10), (20, 10, 5)):
        value = averaged(10 * averaged(100 * c.pct_change(), t, 2 / t), s, 2 / s)
        yield "Pmo", {"timePeriods": t, "smoothPeriods": s, "signalPeriods": g}, "value", value
        yield "Pmo", {"timePeriods": t, "smoothPeriods": s, "signalPeriods": g}, "signal", ema(value, g)
    for f, s, g in ((12, 26, 9), (5, 20, 4)):
        value = 100 * (ema(v, f) - ema(v, s)) / ema(v, s)
        p = {"fastPeriods": f, "slowPeriods": s, "signalPeriods": g}
        yield "Pvo", p, "value", value
        yield "Pvo", p, "signal", ema(value, g)
        yield "Pvo", p, "histogram", value - ema(value, g)
        for name, column in zip(("macd", "signal", "histogram"), macd(c, f, s, g)):
            yield "Macd", p, name, column
    for n, e, d in ((20, 3, 20), (12, 6, 9)):
        p = {"lookbackPeriods": n, "emaPeriods": e, "stdDevPeriods": d}
        roc = 100 * c.pct_change(n)
        width = np.sqrt((roc**2).rolling(d).mean())
        for name, column in (("value", roc), ("average", ema(roc, e)), ("upper", width), ("lower", -width)):
            yield "RocWb", p, name, column
    for n, f, s, g in ((14, 20, 5, 3), (13, 25, 2, 3)):
        value, signal = smi(h, l, c, n, f, s, g)
        p = {"lookbackPeriods": n, "firstSmoothPeriods": f, "secondSmoothPeriods": s, "signalPeriods": g}
        yield "Smi", p, "smi", value
        yield "Smi", p, "signal", signal
    for n, f, s in ((10, 23, 50), (9, 12, 26)):
        line = ema(c, f) - ema(c, s)
        yield "Stc", {"cyclePeriods": n, "fastPeriods": f, "slowPeriods": s}, "value", stochastic(line, line, line, n, 1, 3)[0]
    for n, g, s in ((14, 3, 3), (9, 5, 1)):
        k, d = stochastic(h, l, c, n, g, s)
        p = {"lookbackPeriods": n, "signalPeriods": g, "smoothPeriods": s}
        yield "Stoch", p, "k", k
        yield "Stoch", p, "d", d
        x = rsi(c, n)
        k, d = stochastic(x, x, x, n + 1, g, s)
        p = {"rsiPeriods": n, "stochPeriods": n + 1, "signalPeriods": g, "smoothPeriods": s}
        yield "StochRsi", p, "k", k
        yield "StochRsi", p, "d", d
    for n, k in ((10, 3), (14, 3), (7, 1.5)):
        yield "SuperTrend", {"lookbackPeriods": n, "multiplier": k}, "value", supertrend(h, l, c, n, k)
        yield "VolatilityStop", {"lookbackPeriods": n, "multiplier": k}, "value", volatility_stop(h, l, c, n, k)
    for n, a in ((5, 0.7), (20, 0.5)):
        yield "T3", {"lookbackPeriods": n, "volumeFactor": a}, "value", t3(c, n, a)
    for n, s, g in ((25, 13, 7), (13, 7, 5)):
        double = lambda x: ema(ema(x, n), s)
        value = 100 * double(c.diff()) / double(c.diff().abs())
        yield "Tsi", {"lookbackPeriods": n, "smoothPeriods": s, "signalPeriods": g}, "value", value
        yield "Tsi", {"lookbackPeriods": n, "smoothPeriods": s, "signalPeriods": g}, "signal", ema(value, g)
    for a, m, z in ((7, 14, 28), (5, 10, 20)):
        pressure = (c - pd.concat([l, c.shift(1)], axis=1).min(axis=1)).where(tr.notna())
        part = lambda n: pressure.rolling(n).sum() / tr.rolling(n).sum()
        yield "Ultimate", {"shortPeriods": a, "middlePeriods": m, "longPeriods": z}, "value", 100 * (4 * part(a) + 2 * part(m) + part(z)) / 7


def digits(x):
    return None if np.isnan(x) else float(f"{x:.12g}")


def main(folder, path):
    bars = pd.read_csv(f"{folder}/{SERIES}.csv")
    rows = [row for row in range(len(bars)) if row < 64 or row % 7 == 0]
    cases = []
    for name, parameters, output, column in values_of(bars):
        column = np.asarray(column, float)
        first = int(np.nonzero(~np.isnan(column))[0][0])
        cases.append({"indicator": name, "parameters": parameters, "output": output, "first": [first, digits(column[first])],
                      "values": [digits(column[row]) for row in rows]})
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(json.dumps({"series": SERIES, "rows": rows, "cases": cases}, separators=(",", ":")).encode())


main(*sys.argv[1:])

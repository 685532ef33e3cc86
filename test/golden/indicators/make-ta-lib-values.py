"""Makes ta-lib-values.json.gz: what TA-Lib answers for its every function over real daily bars.

    pip install TA-Lib==0.8.2
    python make-ta-lib-values.py ../../../../shared/data/prices/daily ta-lib-values.json.gz

Values are to twelve digits, from the first that TA-Lib calls ready.
Candle patterns are kept as the rows of each value
that is not 0, over real bars and over made-up ones that hold every pattern. Unstable periods and candle settings are TA-Lib's defaults.
"""

import csv
import gzip
import json
import sys

import numpy
import talib
from talib import abstract

BARS = 300
SERIES = "SPY_2007-2017"
PATTERN_SERIES = ["AAPL_2000-2013", "SPY_2007-2017", "BTCUSD_2017-2021"]
# Brings prices to where every function of one number has a value; not TA-Lib's, its input is multiplied.
SCALE = 0.001
# Beside the defaults of each function.
MORE = {
    "MA": [{"timeperiod": 12, "matype": kind} for kind in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13)],
    "MACDEXT": [{"fastperiod": 10, "fastmatype": 1, "slowperiod": 21, "slowmatype": 2, "signalperiod": 5, "signalmatype": 5}],
    "STOCH": [{"fastk_period": 14, "slowk_period": 3, "slowk_matype": 1, "slowd_period": 5, "slowd_matype": 2}],
    "STOCHF": [{"fastk_period": 9, "fastd_period": 4, "fastd_matype": 1}],
    "APO": [{"fastperiod": 9, "slowperiod": 20, "matype": 0}],
    "PPO": [{"fastperiod": 9, "slowperiod": 20, "matype": 0}],
    "SAREXT": [{"startvalue": 150.0, "offsetonreverse": 0.01, "accelerationinitlong": 0.03, "accelerationlong": 0.02,
                "accelerationmaxlong": 0.25, "accelerationinitshort": 0.01, "accelerationshort": 0.03, "accelerationmaxshort": 0.15},
               {"startvalue": -150.0}],
    "SAR": [{"acceleration": 0.05, "maximum": 0.1}],
    "KC": [{"timeperiod": 10, "atrperiod": 21, "nbdev": 1.5}],
    "STOCHRSI": [{"timeperiod": 21, "fastk_period": 14, "fastd_period": 5, "fastd_matype": 1}],
}
LONGER = ["ADX", "ADXR", "DX", "PLUS_DI", "MINUS_DI", "PLUS_DM", "MINUS_DM", "CMO", "RSI", "ATR", "NATR", "AROON", "AROONOSC",
          "DEMA", "TEMA", "TRIMA", "TRIX", "KAMA", "MFI", "SMA", "EMA", "WMA", "LINEARREG", "LINEARREG_SLOPE", "MAX", "MAXINDEX",
          "MIN", "MININDEX", "STDDEV", "VAR", "CORREL", "BETA", "T3", "HMA", "ZLEMA", "RMA", "CCI", "WILLR", "DONCHIAN", "SUPERTREND"]
for name in LONGER:
    MORE[name] = MORE.get(name, []) + [{"timeperiod": 9}, {"timeperiod": 28}]


def read(folder, name):
    with open(f"{folder}/{name}.csv") as file:
        rows = list(csv.DictReader(file))
    return {field: numpy.array([float(row[field]) for row in rows]) for field in ("open", "high", "low", "close", "volume")}


def made_up_bars(count, seed=3):
    """Whole-number bars with runs of a colour, gaps and bare bodies: patterns that a market seldom shows are in them."""
    random = numpy.random.default_rng(seed)
    random.random(count)
    colour = numpy.ones(count, int)
    for i in range(1, count):
        colour[i] = colour[i - 1] if random.random() < 0.8 else -colour[i - 1]
    body = random.choice([0, 1, 2, 3, 6, 12], count, p=[0.1, 0.2, 0.2, 0.2, 0.15, 0.15]) * colour
    gap = random.choice([-8, -3, -1, 0, 1, 3, 8], count)
    upper, lower = (random.choice([0, 0, 0, 0, 0, 1, 4, 9], count) for _ in range(2))
    opens, closes = numpy.zeros(count, int), numpy.zeros(count, int)
    for i in range(count):
        before = closes[i - 1] if i > 0 else 10000
        opens[i] = before + gap[i] - (numpy.sign(before - 10000) if abs(before - 10000) > 3000 else 0)
        closes[i] = opens[i] + body[i]
    highs, lows = numpy.maximum(opens, closes) + upper, numpy.minimum(opens, closes) - lower
    return {"open": opens, "high": highs, "low": lows, "close": closes}


def found(bars, names):
    patterns = {}
    for name in names:
        function = abstract.Function(name)
        column = function(bars)
        hits = {}
        for row in numpy.nonzero(column)[0]:
            hits.setdefault(int(column[row]), []).append(int(row))
        patterns[name] = {"first": function.lookback, "hits": hits}
    return patterns


def made_up_patterns(names):
    """Four finds of every pattern, each with the bars before it and two after, one behind the other."""
    whole = made_up_bars(400_000)
    windows = []
    for name in names:
        rows = numpy.nonzero(abstract.Function(name)({field: values.astype(float) for field, values in whole.items()}))[0]
        windows += [range(row - 24, row + 3) for row in rows if row >= 24][:4]
    rows = [row for window in windows for row in window]
    bars = {field: values[rows] for field, values in whole.items()}
    patterns = found({field: values.astype(float) for field, values in bars.items()}, names)
    assert all(pattern["hits"] for pattern in patterns.values())
    return {"bars": {field: values.tolist() for field, values in bars.items()}, "patterns": patterns}


def main(folder, path):
    bars = {field: values[:BARS] for field, values in read(folder, SERIES).items()}
    bars["periods"] = abstract.Function("HT_DCPERIOD")(bars)
    cases = []
    for group, functions in talib.get_function_groups().items():
        if group == "Pattern Recognition":
            continue
        for name in functions:
            for given in [{}, *MORE.get(name, []), *([{"scale": SCALE}] if group == "Math Transform" else [])]:
                function = abstract.Function(name)
                scale = given.get("scale", 1)
                function.parameters = {**function.parameters, **{name: x for name, x in given.items() if name != "scale"}}
                columns = function({field: values * scale for field, values in bars.items()})
                if numpy.isnan(columns).all():
                    continue
                columns = columns if isinstance(columns, list) else [columns]
                first = function.lookback
                cases.append({
                    "function": name,
                    "parameters": {**function.parameters, **({"scale": scale} if scale != 1 else {})},
                    "first": first,
                    "outputs": {output: [None if numpy.isnan(x) else float(f"{x:.12g}") for x in column[first:].astype(float)]
                                for output, column in zip(function.output_names, columns)},
                })
    names = talib.get_function_groups()["Pattern Recognition"]
    document = {
        "made by": f"TA-Lib {talib.__ta_version__.decode()}",
        "series": SERIES,
        "bars": BARS,
        "cases": cases,
        "patterns": {series: found(read(folder, series), names) for series in PATTERN_SERIES},
        "made up": made_up_patterns(names),
    }
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(json.dumps(document, separators=(",", ":")).encode())


main(*sys.argv[1:])

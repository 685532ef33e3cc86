"""Writes pandas-rolling-mean.json: SHA-256 of the float64 bytes of pandas' rolling mean of closes, warm-up left out.

Made with pandas 3.1.1: python pandas-rolling-mean.py ../../../shared/data/prices/daily > pandas-rolling-mean.json
"""

import hashlib
import json
import pathlib
import sys

import pandas

FILES = ["AAPL_2000-2013", "GOOG_2000-2013", "IBM_2000-2013", "MSFT_2000-2013", "SPX_1990-2022", "BTCUSD_2017-2021"]
hashes = {}
for name in FILES:
    closes = pandas.read_csv(pathlib.Path(sys.argv[1]) / f"{name}.csv")["close"].astype(float)
    for period in (2, 5, 10, 20, 30, 50, 200):
        mean = closes.rolling(period).mean().to_numpy()[period - 1 :]
        hashes[f"{name} {period}"] = hashlib.sha256(mean.tobytes()).hexdigest()
json.dump(hashes, sys.stdout, indent=2)
print()

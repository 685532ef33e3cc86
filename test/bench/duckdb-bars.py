"""Answers `write N` and `read N` on stdin with seconds taken: the bars of a file, in DuckDB, at its fastest from NumPy."""
import sys
import time

import duckdb
import numpy

FIELDS = ["time", "open", "high", "low", "close", "volume"]
path, database, length = sys.argv[1], sys.argv[2], int(sys.argv[3])
raw = numpy.fromfile(path, dtype="float64").reshape(len(FIELDS), length)
bars_in = bars = dict(zip(FIELDS, raw))
connection = duckdb.connect(database)
connection.execute(f"CREATE TABLE bars (symbol VARCHAR, {', '.join(f'{field} DOUBLE' for field in FIELDS)})")
print(duckdb.__version__, flush=True)

for line in sys.stdin:
    what, number = line.split()
    started = time.perf_counter()
    if what == "write":
        connection.execute(f"INSERT INTO bars SELECT 'S{number}', * FROM bars_in")
        seconds = time.perf_counter() - started
    else:
        read = connection.execute(f"SELECT {', '.join(FIELDS)} FROM bars WHERE symbol = 'S{number}'").fetchnumpy()
        seconds = time.perf_counter() - started
        for field in FIELDS:
            if not numpy.array_equal(read[field], bars[field]):
                raise SystemExit(f"{field} was not read back as written")
    print(seconds, flush=True)

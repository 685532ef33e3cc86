"""Says what other programs make of real prices, for performance.test.ts beside.

    python make_golden.py    (empyrical-reloaded 0.7.1, pandas 3.1.1, numpy 2.4.6, scipy 1.17.1)

Prices: ../shared/data/prices/daily/GOOG_2000-2013.csv (adjusted close) against IBM, MSFT and AAPL of the same days.
Where no package has a figure, the formula is written out here on its own.
"""

import json
import pathlib

import empyrical as ep
import numpy as np
import pandas as pd
from scipy import stats

HERE = pathlib.Path(__file__).resolve().parent
DAILY = HERE.parents[4] / "shared" / "data" / "prices" / "daily"


def closes(symbol):
    frame = pd.read_csv(DAILY / f"{symbol}_2000-2013.csv", parse_dates=["date"], index_col="date")
    return frame["adj_close"]


prices = pd.DataFrame({s: closes(s) for s in ["GOOG", "IBM", "MSFT", "AAPL"]}).dropna()
returns = prices.pct_change().dropna()
r, b = returns["GOOG"], returns["IBM"]
equity = prices["GOOG"]

# Drawdowns, written out: a spell runs from a peak to the first close back at it.
values = equity.to_numpy()
days = [str(d.date()) for d in equity.index]
spells, peak, trough = [], 0, None
for i in range(1, len(values)):
    if values[i] >= values[peak]:
        if trough is not None:
            spells.append([days[peak], days[trough], days[i], values[trough] / values[peak] - 1])
        peak, trough = i, None
    elif trough is None or values[i] < values[trough]:
        trough = i
if trough is not None:
    spells.append([days[peak], days[trough], None, values[trough] / values[peak] - 1])
spells.sort(key=lambda s: s[3])

depth = 100 * (equity / equity.cummax() - 1)
sorted_returns = np.sort(r.to_numpy())
design = np.column_stack([np.ones(len(r)), returns["IBM"], returns["MSFT"], returns["AAPL"]])
coefficients, residual, _, _ = np.linalg.lstsq(design, r.to_numpy(), rcond=None)
freedom = len(r) - design.shape[1]
covariance = np.linalg.inv(design.T @ design) * residual[0] / freedom
errors = np.sqrt(np.diag(covariance))

monthly = r.groupby([r.index.year, r.index.month]).apply(lambda x: (1 + x).prod() - 1)
yearly = r.groupby(r.index.year).apply(lambda x: (1 + x).prod() - 1)
window = 126
roll_std = r.rolling(window).std() * np.sqrt(252)
roll_sharpe = r.rolling(window).mean() / r.rolling(window).std() * np.sqrt(252)
roll_beta = r.rolling(window).cov(b) / b.rolling(window).var()

golden = {
    "days": days,
    "distribution": {
        "mean": r.mean(),
        "standardDeviation": r.std(),
        "skewness": r.skew(),
        "excessKurtosis": r.kurt(),
        "scipySkewness": stats.skew(r, bias=False),
        "best": r.max(),
        "worst": r.min(),
        "positiveShare": float((r > 0).mean()),
        "valueAtRisk95": ep.value_at_risk(r, 0.05),
        "valueAtRisk99": ep.value_at_risk(r, 0.01),
        "conditionalValueAtRisk95": ep.conditional_value_at_risk(r, 0.05),
        "conditionalValueAtRisk99": ep.conditional_value_at_risk(r, 0.01),
        "tailRatio": ep.tail_ratio(r),
    },
    "comparison": {
        "alpha": ep.alpha(r, b),
        "beta": ep.beta(r, b),
        "correlation": r.corr(b),
        "trackingError": (r - b).std() * np.sqrt(252),
        "informationRatio": ep.excess_sharpe(r, b) * np.sqrt(252),
        "upCapture": ep.up_capture(r, b),
        "downCapture": ep.down_capture(r, b),
        "treynor": ep.annual_return(r) / ep.beta(r, b),
        "battingAverage": ep.batting_average(r, b)["batting average"],
        "activeReturn": ep.annual_return(r) - ep.annual_return(b),
    },
    "ratios": {
        "omega": ep.omega_ratio(r),
        "ulcer": float(np.sqrt((depth**2).mean())),
        "stability": ep.stability_of_timeseries(r),
        "gainToPain": r.sum() / -r[r < 0].sum(),
        "calmar": ep.calmar_ratio(r),
    },
    "monthly": [[int(y), int(m), v] for (y, m), v in monthly.items()],
    "yearly": [[int(y), v] for y, v in yearly.items()],
    "weeks": len(ep.aggregate_returns(r, "weekly")),
    "drawdowns": spells[:10],
    "rolling": {
        "window": window,
        "volatility": roll_std.dropna().tolist(),
        "sharpe": roll_sharpe.dropna().tolist(),
        "beta": roll_beta.dropna().tolist(),
    },
    "regression": {
        "annualAlpha": coefficients[0] * 252,
        "betas": coefficients[1:].tolist(),
        "standardErrors": errors.tolist(),
        "rSquared": 1 - residual[0] / ((r - r.mean()) ** 2).sum(),
        "contributions": (coefficients[1:] * returns[["IBM", "MSFT", "AAPL"]].mean().to_numpy() * 252).tolist(),
    },
}
for name in ["volatility", "sharpe", "beta"]:
    golden["rolling"][name] = golden["rolling"][name][::25]
(HERE / "golden.json").write_text(json.dumps(golden, default=float) + "\n")

"""Reference values for the measures of overfitting, from the formulas of the papers with numpy and scipy alone.

    python overfitting-values.py > overfitting-values.json      (made with numpy 2.4.6, scipy 1.17.1)

Nothing of Octopus is used. Returns come from a linear congruential generator that the test has too, so that the file
holds results only.
"""
import itertools
import json

import numpy as np
from scipy import stats


def uniform(count, seed):
    state = seed
    values = np.empty(count)
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values[i] = state / 2**32
    return values


def psr(sharpe, count, skewness, kurtosis, benchmark):
    error = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe**2
    return stats.norm.cdf((sharpe - benchmark) * np.sqrt(count - 1) / np.sqrt(error))


def expected_maximum(trials, variance):
    gamma = np.euler_gamma
    return np.sqrt(variance) * (
        (1 - gamma) * stats.norm.ppf(1 - 1 / trials) + gamma * stats.norm.ppf(1 - 1 / (trials * np.e))
    )


def moments(returns):
    return {
        "count": len(returns),
        "sharpe": returns.mean() / returns.std(ddof=1),
        "skewness": stats.skew(returns),
        "kurtosis": stats.kurtosis(returns, fisher=False),
    }


def cscv(matrix, blocks):
    rows = len(matrix) // blocks * blocks
    parts = np.split(matrix[:rows], blocks)
    logits, losses = [], []
    for chosen in itertools.combinations(range(blocks), blocks // 2):
        inside = np.concatenate([parts[i] for i in chosen])
        outside = np.concatenate([parts[i] for i in range(blocks) if i not in chosen])
        sharpe = lambda part: part.mean(axis=0) / part.std(axis=0, ddof=1)
        best = int(np.argmax(sharpe(inside)))
        ranks = stats.rankdata(sharpe(outside))
        omega = ranks[best] / (matrix.shape[1] + 1)
        logits.append(np.log(omega / (1 - omega)))
        losses.append(sharpe(outside)[best] < 0)
    logits = np.array(logits)
    return {
        "splits": len(logits),
        "probability": float((logits <= 0).mean()),
        "probabilityOfLoss": float(np.mean(losses)),
        "logitSum": float(logits.sum()),
    }


returns = uniform(500, 7) ** 2 * 0.02 - 0.005
shape = moments(returns)
noise = uniform(160 * 12, 11).reshape(160, 12) - 0.5
skilled = noise.copy()
skilled[:, 4] += 0.15
points = [-9.5, -7.2, -3, -1, -0.1, 0, 0.5, 2, 5, 7.5]
chances = [1e-12, 1e-4, 0.01, 0.07, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9]
json.dump(
    {
        "cumulative": [[z, float(stats.norm.cdf(z))] for z in points],
        "quantile": [[p, float(stats.norm.ppf(p))] for p in chances],
        "moments": {name: float(value) for name, value in shape.items()},
        "probabilistic": [[b, float(psr(**shape, benchmark=b))] for b in (0, 0.05, 0.1, 0.2)],
        "minimumTrackRecord": float(
            1
            + (1 - shape["skewness"] * shape["sharpe"] + (shape["kurtosis"] - 1) / 4 * shape["sharpe"] ** 2)
            * (stats.norm.ppf(0.95) / (shape["sharpe"] - 0.1)) ** 2
        ),
        "expectedMaximum": [[n, float(expected_maximum(n, 0.004))] for n in (2, 10, 100, 4851, 1000000)],
        "deflated": float(psr(**shape, benchmark=expected_maximum(4851, 0.004))),
        "overfittingOfNoise": cscv(noise, 8),
        "overfittingOfSkill": cscv(skilled, 10),
    },
    fp := __import__("sys").stdout,
    indent=1,
)
fp.write("\n")

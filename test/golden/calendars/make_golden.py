"""Writes what two published packages say about the days and hours of exchanges, for calendars.test.ts.

pip install exchange_calendars==4.13.2 pandas_market_calendars==5.5.0; python make_golden.py

A row is one exchange and year: the weekdays without a session, and the hours in UTC, each with the first session from
which on they hold in that year. Together they give every open, break and close of the year to the minute.
"""

import csv
import pathlib
import warnings

import exchange_calendars
import pandas
import pandas_market_calendars

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
FIRST, LAST = "1990-01-01", "2035-12-31"
NEW_YORK_FIRST = "1971-01-01"


def rows(code, table, columns):
    for year, sessions in table.groupby(table.index.year):
        traded = set(sessions.index)
        weekdays = pandas.bdate_range(f"{year}-01-01", f"{year}-12-31")
        closed = [day.strftime("%m-%d") for day in weekdays if day not in traded]
        hours, last = [], None
        for date, session in sessions.iterrows():
            instants = [session[name] for name in columns if name in session and not pandas.isna(session[name])]
            text = "-".join(instant.tz_convert("UTC").strftime("%H:%M") for instant in instants)
            if text != last:
                hours.append(f"{date.strftime('%m-%d')} {text}")
            last = text
        yield [code, year, " ".join(closed), "; ".join(hours)]


def write(package, tables):
    with open(HERE / f"{package.__name__}.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["exchange", "year", "closed", "hours"])
        for code, (table, columns) in tables.items():
            out.writerows(rows(code, table, columns))


def exchange(code):
    kind = exchange_calendars.calendar_utils._default_calendar_factories[code]
    wanted = pandas.Timestamp(NEW_YORK_FIRST if code == "XNYS" else FIRST)
    first = max(wanted, kind.bound_min() or wanted)
    table = exchange_calendars.get_calendar(code, start=first, end=LAST).schedule
    return table, ["open", "break_start", "break_end", "close"]


def market(code):
    table = pandas_market_calendars.get_calendar(code).schedule(start_date=NEW_YORK_FIRST if code == "NYSE" else FIRST, end_date=LAST)
    return table, ["market_open", "break_start", "break_end", "market_close"]


write(exchange_calendars, {code: exchange(code) for code in ["XNYS", "XLON", "XETR", "XTKS"]})
write(pandas_market_calendars, {code: market(code) for code in ["NYSE", "NASDAQ", "LSE", "JPX"]})

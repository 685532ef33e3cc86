/** Sectors of the Global Industry Classification Standard (MSCI and S&P, 2023) and large companies in each. */
const COMPANIES: Readonly<Record<string, string>> = {
  'Communication services': 'GOOG GOOGL META FB NFLX DIS CMCSA T VZ TMUS EA WBD CHTR',
  'Consumer discretionary': 'AMZN TSLA HD MCD NKE SBUX LOW TJX BKNG F GM EBAY MAR',
  'Consumer staples': 'KO PEP PG WMT COST PM MO CL MDLZ TGT KMB GIS SYY',
  Energy: 'XOM CVX COP SLB EOG OXY MPC PSX VLO KMI WMB HES',
  Financials: 'JPM BAC WFC C GS MS AXP BLK SCHW V MA BRK.A BRK.B AIG PGR MET USB',
  'Health care': 'JNJ UNH PFE MRK LLY ABBV ABT TMO DHR AMGN BMY GILD MDT CVS',
  Industrials: 'GE BA CAT HON UPS UNP LMT RTX MMM DE FDX WM EMR',
  'Information technology': 'AAPL MSFT IBM NVDA INTC AMD CSCO ORCL CRM ADBE QCOM TXN AVGO MU HPQ',
  Materials: 'LIN APD SHW FCX NEM DD DOW ECL NUE',
  'Real estate': 'AMT PLD CCI EQIX SPG O PSA WELL AVB',
  Utilities: 'NEE DUK SO D AEP EXC SRE XEL ED',
};

const SECTORS = new Map(
  Object.entries(COMPANIES).flatMap(([sector, symbols]) =>
    symbols.split(' ').map((symbol): [string, string] => [symbol, sector]),
  ),
);

/** The sector of a large company by its ticker in the United States; undefined for one that is not in the table. */
export function knownSector(symbol: string): string | undefined {
  return SECTORS.get(symbol.toUpperCase());
}

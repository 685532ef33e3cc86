/**
 * Words of market headlines with the mood they carry for the thing they are said of, −3 to 3. Written for this
 * agent from everyday market language; no list was copied. Base forms: see `stem` for the endings that are tried.
 */
const GROUPS: readonly (readonly [weight: number, words: string])[] = [
  [0, 'goods limited defaulter band'],
  [0.5, 'profit lead leader high spike recovery nod top'],
  [-0.8, 'hit exit contraction'],
  [3, 'soar skyrocket surge boom breakthrough outperform blockbuster bumper stellar windfall'],
  [2.5, 'rally jump zoom spurt beat upgrade triumph bullish multibagger bull thrive leap'],
  [
    2,
    'gain climb rebound recover advance strengthen strong stronger strongest robust boost growth grow exceed accelerate win bag upside optimistic optimism uptrend breakout shine excel superb lucrative attractive profitable rocket swell outshine bounce rise rose risen expand expansion prosper upbeat cheer turnaround revive revival relief clinch secure undervalued accumulate overweight',
  ],
  [
    1.5,
    'up higher improve improvement increase better best buy good great positive support firm firmer uptick benefit favour favorable favourable healthy solid momentum appreciate resilient success successful outpace double triple confident confidence promising prefer preferred rewarding inflow opportunity hope upward upgraded topper outbid buoyant bargain lift surplus dividend bonus buyback',
  ],
  [
    1,
    'add approve approval award launch grant gainer green aid stimulus potential demand reform resume restore reward optimise innovative comeback invest partnership pick recommend progress trust rich flourish cheap',
  ],
  [
    -3,
    'crash plunge collapse bankrupt bankruptcy fraud scam default meltdown insolvency insolvent catastrophe rout bloodbath carnage plummet nosedive wipeout tank',
  ],
  [
    -2.5,
    'tumble slump crisis sink recession bearish bear downgrade embezzle scandal panic freefall slash halve crater mayhem havoc hammer skid turmoil',
  ],
  [
    -2,
    'fall fell fallen drop decline slide slip lose lost loss weak weaker weaken weakness shrink lawsuit penalty fine ban probe raid arrest warn warning slowdown downturn deteriorate selloff disappoint disappointing miss poor worst worse bleed suffer cut suspend suspension violate violation litigation hurt struggle underperform underweight downtrend retreat layoff outflow dent drag shed depreciate crack shock correction erode plague stagnant gloom gloomy dismal woe pare snap battered spook',
  ],
  [
    -1.5,
    'down lower low dip ease negative concern worry fear risk risky pressure sell sluggish muted subdued soft delay halt cautious caution bad decrease reduce uncertainty uncertain volatile trouble overvalued expensive avoid problem drain deficit downside threat dispute shortage protest withdraw reject refuse cancel adverse tepid wobble dull jitter jittery nervous anxiety fragile unfavourable unwind curb liability lag crunch bubble bite tough hard difficult pain painful fail failure refute stuck',
  ],
  [
    -1,
    'doubt question complaint accuse allege allegation notice sue offload dump below resign quit shut limit tighten inflation tax red overbought resistance wait dilute drought flood glut headwind slow weigh loser cool spoil stiff clash mar impair writedown stressed dearer costly',
  ],
];

/** Mood by word. */
export const LEXICON: ReadonlyMap<string, number> = new Map(
  GROUPS.flatMap(([weight, words]) => words.split(' ').map((word) => [word, weight] as const)),
);

/** Several words that mean something else together; they are read before single words. */
export const PHRASES: ReadonlyMap<string, number> = new Map([
  ['steps down', 0],
  ['buy on dips', 1.5],
  ['dries up', -1.5],
  ['profit booking', -1.5],
  ['profit taking', -1.5],
  ['book profits', -1.5],
  ['profit warning', -2.5],
  ['sell off', -2],
  ['buy back', 1],
  ['bottom out', 1.5],
  ['bottomed out', 1.5],
  ['all time high', 2.5],
  ['all time low', -2.5],
  ['record high', 2.5],
  ['record low', -2.5],
  ['lifetime high', 2.5],
  ['52 week high', 2],
  ['52 week low', -2],
  ['year high', 2],
  ['year low', -2],
  ['day high', 1.5],
  ['day low', -1.5],
  ['month high', 2],
  ['month low', -2],
  ['week high', 2],
  ['week low', -2],
  ['in the red', -2],
  ['in the green', 2],
  ['in red', -2],
  ['in green', 2],
  ['range bound', 0],
  ['high court', 0],
  ['high alert', -1.5],
  ['top gainer', 2],
  ['top gainers', 2],
  ['top loser', -2],
  ['top losers', -2],
  ['top picks', 1.5],
  ['top pick', 1.5],
  ['best bet', 1.5],
  ['best bets', 1.5],
  ['short covering', 1.5],
  ['stop loss', 0],
  ['open offer', 0],
  ['rate cut', 1],
  ['rate hike', -1],
  ['sell rating', -2],
  ['buy rating', 2],
  ['stay away', -2],
  ['strong buy', 2.5],
  ['beats estimates', 2.5],
  ['misses estimates', -2.5],
  ['below estimates', -2],
  ['above estimates', 2],
  ['better than expected', 2],
  ['worse than expected', -2],
  ['bad loans', -1.5],
  ['up to', 0],
  ['set up', 0],
  ['line up', 0],
  ['open up', 0],
  ['due to', 0],
  ['tie up', 1],
  ['follow up', 0],
  ['wind up', -1],
  ['lock up', 0],
  ['break down', -1.5],
  ['shut down', -1.5],
  ['slow down', -1.5],
  ['cut stake', -1],
  ['low cost', 0],
  ['fine print', 0],
  ['hard assets', 0],
  ['hit upper circuit', 2.5],
  ['upper circuit', 2.5],
  ['lower circuit', -2.5],
  ['hits high', 2],
]);

/** Things of which less is better: a falling deficit is good news, a rising one bad. */
export const BURDENS: ReadonlySet<string> = new Set(
  'loss losses debt deficit costs cost npa npas expense expenses inflation unemployment jobless default defaults attrition liabilities losing bankruptcies claims vacancy complaints tax taxes duty interest provisions provisioning burden layoffs risk risks'.split(
    ' ',
  ),
);

/** Words that turn a burden's mood by their direction. */
export const DIRECTIONS: ReadonlyMap<string, 1 | -1> = new Map([
  ...'narrow narrows narrowed shrink shrinks shrank fall falls fell drop drops dropped decline declines declined dip dips dipped down lower cut cuts ease eases eased reduce reduces reduced slash slashes trim trims trimmed halve halves cool cools'
    .split(' ')
    .map((word) => [word, -1] as const),
  ...'widen widens widened rise rises rose up higher increase increases increased jump jumps jumped surge surges surged mount mounts swell swells climb climbs grow grows balloon soar soars deepen deepens'
    .split(' ')
    .map((word) => [word, 1] as const),
]);

/** Turn what follows within three words. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  "not no never without unlikely hardly neither nor cannot can't won't don't doesn't didn't isn't aren't wasn't fails failed fail stops less lacks lack denies deny".split(
    ' ',
  ),
);

/** Make the next two words louder or quieter. */
export const INTENSIFIERS: ReadonlyMap<string, number> = new Map([
  ...'sharply heavily very hugely strongly massively steeply massive huge steep sharp highly extremely deeply significantly big biggest most'
    .split(' ')
    .map((word) => [word, 1.4] as const),
  ...'slightly marginally modestly mildly somewhat marginal modest slight little bit partly'
    .split(' ')
    .map((word) => [word, 0.6] as const),
]);

/** What follows is background to what came before: it counts less. */
export const BACKGROUND: ReadonlySet<string> = new Set(
  'after despite post following since though although before'.split(' '),
);

/** Colours and font of a chart, as CSS colour texts. */
export interface ChartTheme {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly model: string;
  readonly up: string;
  readonly down: string;
  readonly warning: string;
  /** Colours of lines that mean nothing but themselves, in order of use. */
  readonly series: readonly string[];
  readonly fontFamily: string;
}

const DARK = {
  ground: '#0b0e13',
  panel: '#11151c',
  raised: '#171c25',
  line: '#232b37',
  text: '#d9e0ea',
  muted: '#8792a2',
  faint: '#5b6675',
  accent: '#5aa9ff',
  model: '#a58bff',
  up: '#2ebd8b',
  down: '#f05f6d',
  warning: '#e8b04b',
} as const;

/** Reads the theme from the custom properties in force at an element (`--panel`, `--up`, …). */
export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const colour = (name: keyof typeof DARK) => style.getPropertyValue(`--${name}`).trim() || DARK[name];
  const accent = colour('accent');
  const model = colour('model');
  const warning = colour('warning');
  const extra = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    ground: colour('ground'),
    panel: colour('panel'),
    raised: colour('raised'),
    line: colour('line'),
    text: colour('text'),
    muted: colour('muted'),
    faint: colour('faint'),
    accent,
    model,
    up: colour('up'),
    down: colour('down'),
    warning,
    series: [
      accent,
      warning,
      model,
      extra('--series-4', '#35b3c4'),
      extra('--series-5', '#d977b5'),
      colour('muted'),
    ],
    fontFamily: style.fontFamily || 'sans-serif',
  };
}

/** A hex colour (`#rgb` or `#rrggbb`) with an opacity from 0 to 1; any other colour text is returned as it is. */
export function withOpacity(colour: string, opacity: number): string {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  const digits = short
    ? `${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`
    : /^#([\da-f]{6})$/i.exec(colour)?.[1];
  if (digits === undefined) return colour;
  return `#${digits}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

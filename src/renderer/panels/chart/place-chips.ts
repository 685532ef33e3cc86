import type { PriceChart } from '../../charts/price-chart.ts';
import { spreadPlaces } from '../../charts/spread-places.ts';

const CHIP_HEIGHT = 19;

/** Puts each chip at the height of its price; those out of sight wait at the edge, those that would overlap move apart. */
export function placeChips(chart: PriceChart, host: HTMLElement): void {
  const area = chart.pricePane();
  if (area === null) return;
  const chips = [...host.querySelectorAll<HTMLElement>('[data-price]')];
  const wanted = chips.map((chip) => chart.placeOf(Number(chip.dataset['price'])));
  const most = area.bottom - CHIP_HEIGHT;
  const tops = wanted.map((place) =>
    Math.max(area.top, Math.min(most, (place ?? area.top) - CHIP_HEIGHT / 2)),
  );
  const spread = spreadPlaces(tops, CHIP_HEIGHT, most);
  chips.forEach((chip, i) => {
    const place = wanted[i] ?? null;
    chip.hidden = place === null;
    chip.dataset['beyond'] =
      place === null || (place >= area.top && place <= area.bottom)
        ? ''
        : place < area.top
          ? 'above'
          : 'below';
    chip.style.transform = `translateY(${Math.round(spread[i] ?? 0)}px)`;
    chip.style.right = `calc(100% - ${Math.round(area.right) - 6}px)`;
  });
}

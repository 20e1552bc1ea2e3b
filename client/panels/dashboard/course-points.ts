import type { Dashboard } from '#core/contract/indicators.ts';
import { momentText } from '../../state/as-of.ts';
import { farmlandTarget } from './farmland-target.ts';

/** A moment of the line of farmland, m²; of the future, with what the plans of the year take. */
export interface CoursePoint {
  readonly label: string;
  readonly farmland: number;
  readonly planned: { readonly conversion: number; readonly green: number } | null;
}

export interface CourseLine {
  readonly points: readonly CoursePoint[];
  /** 耕地下限 of the year; null when the region has none. */
  readonly floor: number | null;
}

/** 走势: what was measured, then what is forecast. `planOf` names the plans of a year. */
export function courseOf(dashboard: Dashboard, planOf: (year: number) => string): CourseLine {
  const { trend, forecast } = dashboard;
  const floor = farmlandTarget(dashboard);
  return {
    floor: floor?.comparator === '>=' ? floor.value : null,
    points: [
      ...trend.map(({ moment, farmlandSquareMeters }) => ({
        label: momentText(moment).slice(0, 10),
        farmland: farmlandSquareMeters,
        planned: null,
      })),
      ...forecast.map((one) => ({
        label: planOf(one.year),
        farmland: one.farmlandSquareMeters,
        planned: { conversion: one.conversionSquareMeters, green: one.greenSquareMeters },
      })),
    ],
  };
}

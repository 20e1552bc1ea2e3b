import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters, type Mu, muOf, type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import type { Bilingual } from '#core/problem.ts';

/** The three areas of one geometry, or of one total, in m². */
export interface ThreeRulers {
  /** PostGIS `ST_Area(geom::geography)`. */
  readonly database: number;
  /** `geodesicArea` of the geometry that the browser received. */
  readonly browser: number;
  /** Turf: a sphere of radius 6 371 008.8 m. */
  readonly sphere: number;
}

export interface RulerRow {
  readonly ruler: keyof ThreeRulers;
  readonly title: Bilingual;
  readonly areaSquareMeters: SquareMeters;
  readonly areaMu: Mu;
  /** Against the database's figure. */
  readonly differenceSquareMeters: SquareMeters;
  readonly differenceMu: Mu;
  /** Parts per million of the database's figure. */
  readonly differencePpm: number;
  /** True for the ruler whose figure counts. */
  readonly counts: boolean;
}

export interface RulerComparison {
  readonly rows: readonly RulerRow[];
  /** The two ellipsoidal rulers agree within 1 ppm or 0.1 m². */
  readonly agree: boolean;
  readonly sentence: Bilingual;
}

const titles: Record<keyof ThreeRulers, Bilingual> = {
  database: { zh: '数据库椭球（PostGIS，CGCS2000）', en: 'Database ellipsoid (PostGIS, CGCS2000)' },
  browser: { zh: '浏览器椭球（大地线，CGCS2000）', en: 'Browser ellipsoid (geodesics, CGCS2000)' },
  sphere: { zh: '球面（Turf，仅供比较）', en: 'Sphere (Turf, for comparison only)' },
};

/** 三把尺: sets the three areas side by side, with the differences and the sentence on which one counts. */
export function compareRulers(rulers: ThreeRulers): RulerComparison {
  const rows = (['database', 'browser', 'sphere'] as const).map((ruler) => rowOf(ruler, rulers));
  const difference = Math.abs(rulers.browser - rulers.database);
  const agree = difference <= Math.max(0.1, rulers.database * 1e-6);
  return { rows, agree, sentence: agree ? counting : disagreeing };
}

const counting: Bilingual = {
  zh: '以数据库椭球面积为准；浏览器按同一椭球独立计算，两者一致。球面面积有系统偏差，不参与任何指标比较。',
  en: 'The database’s ellipsoidal area counts; the browser computed it independently on the same ellipsoid and agrees. The sphere is biased and is compared with no target.',
};

const disagreeing: Bilingual = {
  zh: '两把椭球尺不一致：浏览器收到的图形与数据库中的不是同一个，请刷新后再看；在一致之前，此数不应签字。',
  en: 'The two ellipsoidal rulers disagree: the browser holds another geometry than the database. Reload; do not sign this figure until they agree.',
};

function rowOf(ruler: keyof ThreeRulers, rulers: ThreeRulers): RulerRow {
  const area = hundredths(rulers[ruler]);
  const base = hundredths(rulers.database);
  const difference = squareMeters(Number(decimalText(centiSquareMeters(area) - centiSquareMeters(base), 2)));
  return {
    ruler,
    title: titles[ruler],
    areaSquareMeters: area,
    areaMu: muOf(area),
    differenceSquareMeters: difference,
    differenceMu: muOf(difference),
    differencePpm: base === 0 ? 0 : (difference / base) * 1e6,
    counts: ruler === 'database',
  };
}

function hundredths(area: number): SquareMeters {
  return squareMeters(Number(decimalText(centiSquareMeters(area), 2)));
}

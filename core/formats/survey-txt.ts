import type { MultiPolygon, Position } from 'geojson';
import type { Finding } from '#core/finding.ts';
import { type Crs, fromLonLat, gaussKrugerCrs } from '#core/geometry/crs.ts';
import { threeDegreeZone } from '#core/geometry/gauss-kruger.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { doubledPlaneArea } from '#core/geometry/rings.ts';
import { areaText, squareMeters, toFixedHalfUp } from '#core/geometry/units.ts';

/** 地块: one plot of a 报批坐标 TXT. */
export interface SurveyPlot {
  readonly number: string;
  readonly name: string;
  /** 地块用途. */
  readonly use: string;
  /** 地类编码. */
  readonly landClass: string;
  /** EPSG:4490 lon/lat. */
  readonly geometry: MultiPolygon;
}

export interface SurveyTxtHead {
  /** 数据产生单位. */
  readonly producer: string;
  /** 数据产生日期, `2026-11-22`. */
  readonly date: string;
  /** 带号 of the 3° zone; the zone of the first plot's longitude when absent (39 in Tianjin). */
  readonly zone?: number;
}

/**
 * 报批坐标 TXT (部里报盘格式): the coordinates of a batch for the approving authority. CGCS2000, 3° Gauss–Krüger, X = northing, Y = easting behind its
 * zone number (EPSG = 4488 + zone), to 0.001 m. Each ring begins at its north-western corner and goes clockwise; points are numbered on
 * through the rings of a plot; the closing row repeats the first point with its number; 界址点数 counts every row; areas are ellipsoidal
 * hectares with 4 decimals; lines end with CRLF.
 *
 * @returns the text, and findings: the format has no way to write a comma or a line break inside a field (`survey-txt.field.separator`),
 *   nor a plot whose rings vanish at 0.001 m (`survey-txt.ring.vanished`). With an error among them `text` must not be used.
 * @throws RangeError when the zone lies outside China
 */
export function surveyTxt(
  plots: readonly SurveyPlot[],
  { producer, date, zone }: SurveyTxtHead,
): { readonly text: string; readonly zone: number; readonly findings: readonly Finding[] } {
  const number = zone ?? threeDegreeZone(plots[0]?.geometry.coordinates[0]?.[0]?.[0]?.[0] ?? Number.NaN);
  const crs = gaussKrugerCrs(number, 3, true);
  if (!crs) throw new RangeError(`no 3° zone of China: ${number}`);
  const findings: Finding[] = [];
  const lines = [
    '[属性描述]',
    '格式版本号=1.01版本',
    `数据产生单位=${producer.replaceAll(/[\r\n]+/g, ' ')}`,
    `数据产生日期=${date}`,
    '坐标系=2000国家大地坐标系',
    '几度分带=3',
    '投影类型=高斯克吕格',
    '计量单位=米',
    `带号=${number}`,
    '精度=0.001',
    '转换参数=0,0,0,0,0,0,0',
    '[地块坐标]',
    ...plots.flatMap((plot) => plotLines(plot, crs, findings)),
  ];
  return { text: lines.map((line) => `${line}\r\n`).join(''), zone: number, findings };
}

function plotLines(plot: SurveyPlot, crs: Crs, findings: Finding[]): string[] {
  const fields = { number: plot.number, name: plot.name, use: plot.use, landClass: plot.landClass };
  for (const [field, value] of Object.entries(fields)) {
    // A comma ends a field whatever stands around it, and `@` ends the line.
    if (/[,\r\n@]/.test(value)) findings.push(finding('survey-txt.field.separator', plot, { field, value }));
  }
  const rings = plot.geometry.coordinates.flatMap((part) => part.map((ring) => surveyRing(ring, crs)));
  if (rings.length === 0 || rings.some((ring) => ring.length < 3)) {
    findings.push(finding('survey-txt.ring.vanished', plot, {}));
  }
  let point = 0;
  const rows = rings.flatMap((ring, index) => {
    const first = point + 1;
    const numbered = ring.map(([north, east]) => `J${++point},${index + 1},${north},${east}`);
    const [start] = ring;
    return start ? [...numbered, `J${first},${index + 1},${start[0]},${start[1]}`] : [];
  });
  const hectares = areaText(squareMeters(geodesicArea(plot.geometry)), 'ha', 4);
  return [
    `${rows.length},${hectares},${plot.number},${plot.name},面,,${plot.use},${plot.landClass},@`,
    ...rows,
  ];
}

type Point = readonly [north: string, east: string];

/** Points of a ring as they are printed, each once, clockwise from the north-western corner. */
function surveyRing(ring: readonly Position[], crs: Crs): Point[] {
  const plane = ring.map(([lon, lat]): Position => [...fromLonLat(crs, [lon!, lat!])]);
  const clockwise = doubledPlaneArea(plane) > 0 ? plane.reverse() : plane;
  const printed = clockwise.map(
    ([east, north]): Point => [toFixedHalfUp(north!, 3), toFixedHalfUp(east!, 3)],
  );
  const once = printed.filter((point, i) => {
    const next = printed[(i + 1) % printed.length]!;
    return point[0] !== next[0] || point[1] !== next[1];
  });
  const start = northWest(once);
  return [...once.slice(start), ...once.slice(0, start)];
}

/** The point nearest to the north-western corner of the ring's box. */
function northWest(points: readonly Point[]): number {
  const north = Math.max(...points.map(([n]) => Number(n)));
  const west = Math.min(...points.map(([, e]) => Number(e)));
  const distances = points.map(([n, e]) => Math.hypot(north - Number(n), Number(e) - west));
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}

function finding(code: string, plot: SurveyPlot, context: Finding['context']): Finding {
  const id = [code, plot.number, context.field].filter((part) => part !== undefined).join(':');
  return {
    code,
    severity: 'error',
    subject: `plot ${plot.number}`,
    id,
    context: { plot: plot.number, ...context },
  };
}

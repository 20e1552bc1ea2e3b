import type { MultiPolygon, Position } from 'geojson';
import { gaussKrugerCrs, toLonLat } from '#core/geometry/crs.ts';
import { polygonsFromRings } from '#core/geometry/rings.ts';

export interface ReadPlot {
  readonly count: number;
  readonly hectares: string;
  readonly number: string;
  readonly name: string;
  readonly use: string;
  readonly landClass: string;
  /** J numbers of the rows, by ring. */
  readonly numbers: readonly (readonly string[])[];
  /** `[easting, northing]` with the zone, closed, by ring. */
  readonly rings: readonly (readonly Position[])[];
  readonly geometry: MultiPolygon;
}

/** A reader of 报批坐标 TXT that shares nothing with the writer: exactly as many rows as a plot's line says, rings nested by even-odd. */
export function readSurveyTxt(text: string): { head: Record<string, string>; plots: ReadPlot[] } {
  const lines = text.split('\r\n');
  const head: Record<string, string> = {};
  const plots: ReadPlot[] = [];
  let i = lines.indexOf('[属性描述]') + 1;
  for (; lines[i] !== '[地块坐标]'; i++) {
    const [key = '', value = ''] = lines[i]!.split('=');
    head[key] = value;
  }
  const crs = gaussKrugerCrs(Number(head.带号), 3, true)!;
  i++;
  while (lines[i]?.endsWith(',@')) {
    const [count, hectares, number, name, kind, , use, landClass] = lines[i]!.split(',');
    if (kind !== '面') throw new Error(`not an area: ${lines[i]}`);
    const rows = lines.slice(i + 1, i + 1 + Number(count)).map((line) => line.split(','));
    const keys = [...new Set(rows.map((row) => row[1]))];
    const of = (key: string | undefined) => rows.filter((row) => row[1] === key);
    const rings = keys.map((key) => of(key).map(([, , x, y]): Position => [Number(y), Number(x)]));
    const polygon = polygonsFromRings(
      rings.map((ring) => ring.map(([east, north]) => toLonLat(crs, east!, north!) as unknown as Position)),
    )!;
    plots.push({
      count: Number(count),
      hectares: hectares!,
      number: number!,
      name: name!,
      use: use!,
      landClass: landClass!,
      numbers: keys.map((key) => of(key).map(([j]) => j!)),
      rings,
      geometry:
        polygon.type === 'Polygon' ? { type: 'MultiPolygon', coordinates: [polygon.coordinates] } : polygon,
    });
    i += 1 + Number(count);
  }
  if (lines.slice(i).join('') !== '') throw new Error(`text behind the last plot: ${lines[i]}`);
  return { head, plots };
}

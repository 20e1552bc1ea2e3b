import type { Router } from 'express';
import { measureArea } from '#core/contract/rulers.ts';
import { surveyArea } from '#core/geometry/survey-area.ts';
import { Problem } from '#core/problem.ts';
import type { AppContext } from '#server/context.ts';
import { implement } from '#server/http/implement.ts';

export function measureRoutes(router: Router, { db }: AppContext): void {
  implement(router, measureArea, async ({ body }) => {
    const text = JSON.stringify(body.geometry);
    const [row] = await db.query<{ valid: boolean; reason: string; area: number | null }>(
      `with given as (select st_setsrid(st_geomfromgeojson($1), 4490) as geom)
       select st_isvalid(geom) as valid, st_isvalidreason(geom) as reason,
         case when st_isvalid(geom) then st_area(geom::geography) end as area from given`,
      [text],
    );
    if (!row?.valid || row.area === null) throw invalidGeometry(row?.reason ?? 'empty');
    return { databaseSquareMeters: row.area, surveySquareMeters: surveyArea(body.geometry) };
  });
}

function invalidGeometry(reason: string): Problem {
  return new Problem({
    type: 'invalid-geometry',
    status: 422,
    title: { zh: '图形无效', en: 'Invalid geometry' },
    detail: { zh: `该多边形不能量算面积：${reason}`, en: `The polygon cannot be measured: ${reason}` },
    next: {
      zh: '请修正自相交或重复的边后再量。',
      en: 'Mend the self-crossing or doubled edge and measure again.',
    },
    place: { field: 'geometry', value: reason.slice(0, 200) },
  });
}

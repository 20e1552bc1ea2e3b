import { measureArea } from '#core/contract/rulers.ts';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import type { Finding } from '#core/finding.ts';
import { surveyArea } from '#core/geometry/survey-area.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { Problem } from '#core/problem.ts';
import type { AppContext } from '#server/context.ts';
import { measuredArea } from '#server/db/tables/measure.ts';
import type { Routes } from '#server/http/routes.ts';

export function measureRoutes(routes: Routes, { config: { vertexLimit } }: AppContext): void {
  routes.on(
    measureArea,
    async ({ db, body: { geometry } }) => {
      if (vertices(geometry) > vertexLimit) throw invalidGeometry(`> ${vertexLimit} 个节点 points`);
      const findings = checkPolygon(geometry, {
        subject: 'geometry',
        toLonLat: ([x = 0, y = 0]) => [x, y],
        limit: 1,
      });
      const defect = findings.find(({ severity }) => severity === 'error');
      if (defect) throw invalidGeometry(defect.code, placeOf(defect));
      const measured = await measuredArea(db, geometry);
      if ('invalid' in measured) throw invalidGeometry(measured.invalid);
      return { databaseSquareMeters: measured.areaSquareMeters, surveySquareMeters: surveyArea(geometry) };
    },
    { bodyLimit: '20mb' },
  );
}

function vertices(geometry: PolygonalGeometry): number {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return parts.flat().reduce((sum, ring) => sum + ring.length, 0);
}

function placeOf({ lonLat, context }: Finding): string {
  return lonLat?.join(', ') ?? `part ${context.part}, ring ${context.ring}`;
}

function invalidGeometry(reason: string, place = ''): Problem {
  const at = place === '' ? '' : `（${place}）`;
  return new Problem({
    type: 'invalid-geometry',
    status: 422,
    title: { zh: '图形无效', en: 'Invalid geometry' },
    detail: {
      zh: `该多边形不能量算面积：${reason}${at}`,
      en: `The polygon cannot be measured: ${reason}${place === '' ? '' : ` (${place})`}`,
    },
    next: {
      zh: '请修正自相交、未闭合或重复的边后再量。',
      en: 'Mend the self-crossing, open or doubled edge and measure again.',
    },
    place: { field: 'geometry', ...(place === '' ? {} : { value: place }) },
  });
}

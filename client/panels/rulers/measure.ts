import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { surveyArea } from '#core/geometry/survey-area.ts';
import { call } from '../../api/call.ts';
import type { FeatureRef } from '../../state/link.ts';
import type { RulersSubject } from '../../state/rulers.ts';
import { inSlices } from './in-slices.ts';
import { sphereArea } from './sphere.ts';

/** Beyond this many shapes the browser's rulers are not run: the person is told, and the database's figure stands alone. */
export const MOST_SHAPES = 5000;
/** Shapes in one answer: reading it stays far below a noticeable pause. */
const PAGE = 250;

/** 量算结果, all in m². */
export interface Measured {
  readonly database: number;
  /** null: the browser's rulers were not run, see `notRun`. */
  readonly browser: number | null;
  readonly sphere: number | null;
  /** 图斑椭球面积 by the land survey's routine; null where it does not apply. */
  readonly survey: number | null;
  /** What the database keeps as the signed figure (图斑面积, 指标数), when it is another number than the shape's area. */
  readonly signed: number | null;
  readonly shapeCount: number;
  readonly notRun: 'too-many' | null;
}

/** 量算: asks the database and measures what this browser received. @throws ApiProblem; the abort's reason */
export function measure(
  subject: RulersSubject,
  onProgress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<Measured> {
  if (subject.kind === 'feature') return measureFeature(subject.ref, signal);
  if (subject.kind === 'geometry') return measureGeometry(subject.geometry, signal);
  return measureTarget(subject.id, subject.region, onProgress, signal);
}

async function measureFeature(ref: FeatureRef, signal: AbortSignal): Promise<Measured> {
  const feature = await call('GET /api/layers/{layer}/features/{id}', { params: ref, signal });
  return {
    ...ownRulers(feature.geometry),
    database: feature.geometryAreaSquareMeters,
    signed: feature.areaSquareMeters,
    shapeCount: 1,
    notRun: null,
  };
}

async function measureGeometry(geometry: PolygonalGeometry, signal: AbortSignal): Promise<Measured> {
  const { databaseSquareMeters, surveySquareMeters } = await call('POST /api/measure/area', {
    body: { geometry },
    signal,
  });
  return {
    ...ownRulers(geometry),
    database: databaseSquareMeters,
    survey: surveySquareMeters,
    signed: null,
    shapeCount: 1,
    notRun: null,
  };
}

async function measureTarget(
  id: number,
  region: string | undefined,
  onProgress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<Measured> {
  const sums = { browser: 0, sphere: 0, survey: 0 as number | null };
  let done = 0;
  let after: number | null = 0;
  let head: { readonly geometryTotal: number; readonly total: number; readonly count: number } | null = null;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof shapesOf>> = await shapesOf(id, region, after, signal);
    head ??= page;
    if (head.count > MOST_SHAPES) break;
    await inSlices(
      page.rows,
      ({ geometry }) => {
        if (!geometry) return;
        const own = ownRulers(geometry);
        sums.browser += own.browser;
        sums.sphere += own.sphere;
        sums.survey = sums.survey === null || own.survey === null ? null : sums.survey + own.survey;
        done++;
      },
      { signal },
    );
    onProgress(done, head.count);
    after = page.next;
  }
  const { geometryTotal, total, count } = head!;
  const tooMany = count > MOST_SHAPES;
  return {
    ...(tooMany ? { browser: null, sphere: null, survey: null } : sums),
    database: geometryTotal,
    signed: total,
    shapeCount: count,
    notRun: tooMany ? 'too-many' : null,
  };
}

function shapesOf(id: number, region: string | undefined, after: number, signal: AbortSignal) {
  return call('GET /api/targets/{id}/rows', {
    params: { id },
    query: { after, limit: PAGE, geometry: 'true', ...(region ? { region } : {}) },
    signal,
  });
}

function ownRulers(geometry: PolygonalGeometry): { browser: number; sphere: number; survey: number | null } {
  const shape = geometry as Parameters<typeof geodesicArea>[0];
  return { browser: geodesicArea(shape), sphere: sphereArea(geometry), survey: surveyOf(shape) };
}

/** The survey's routine knows the zones of China only. */
function surveyOf(geometry: Parameters<typeof surveyArea>[0]): number | null {
  try {
    return surveyArea(geometry);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

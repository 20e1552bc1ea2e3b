import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { narrowParts } from '#core/edits/narrow-parts.ts';
import type { Finding } from '#core/finding.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { call } from '../../api/call.ts';
import { useWorkspace } from '../../api/queries.ts';
import { movedNeighbours, type Shape, useShape } from '../../state/shape.ts';
import { geometryOf, shapeChanged } from './draft-shape.ts';
import type { Draft } from './draft-store.ts';
import { COVERAGES } from './neighbours.ts';

/** A pause of the hand after which the server is asked, ms. */
const PAUSE = 200;

/**
 * 图形检查, as one moves: what cannot be stored (self-crossing, outside the district …) and what a person should look at (points set twice, slivers,
 * overlaps with and gaps to neighbours of a coverage). The server looks again at saving.
 */
export function useFindings(draft: Draft): { errors: readonly Finding[]; warnings: readonly Finding[] } {
  const { data: workspace } = useWorkspace();
  const shape = useDeferredValue(useShape((state) => state.live ?? state.shape));
  const own = useMemo(() => ownFindings(shape, workspace?.districtBox), [shape, workspace]);
  const errors = useMemo(() => own.filter(({ severity }) => severity === 'error'), [own]);
  const around = useNeighbourFindings(draft, shape, errors.length === 0);
  return {
    errors,
    warnings: useMemo(
      () => [...own.filter(({ severity }) => severity !== 'error'), ...around],
      [own, around],
    ),
  };
}

function ownFindings(shape: Shape, district: readonly number[] | undefined): Finding[] {
  if (shape.length === 0) return [];
  const findings = checkPolygon(geometryOf(shape), {
    subject: 'shape',
    toLonLat: ([lon = 0, lat = 0]) => [lon, lat],
    limit: 5,
  }).filter(({ code }) => code !== 'geometry.polygon.empty');
  if (findings.some(({ severity }) => severity === 'error')) return findings;
  const [west, south, east, north] = boxOf(shape.flat(2));
  const outside =
    district && (west < district[0]! || south < district[1]! || east > district[2]! || north > district[3]!);
  return [
    ...findings,
    ...narrowParts(shape, 'shape'),
    ...(outside
      ? [
          {
            code: 'geometry.place.outside-district',
            severity: 'error' as const,
            subject: 'shape',
            id: 'geometry.place.outside-district:shape',
            lonLat: [west, south] as const,
            context: {},
          },
        ]
      : []),
  ];
}

/** Overlaps and gaps; neighbours that move along make none, and are looked at by the server with the rest. */
function useNeighbourFindings({ layer, feature }: Draft, shape: Shape, sound: boolean): readonly Finding[] {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const together = useShape((state) => movedNeighbours(state.neighbours).length > 0);
  const asked =
    COVERAGES.includes(layer) && sound && !together && shape.length > 0 && shapeChanged(feature, shape);
  useEffect(() => {
    if (!asked) {
      setFindings([]);
      return;
    }
    const asking = new AbortController();
    const timer = setTimeout(() => {
      call('POST /api/layers/{layer}/check-outline', {
        params: { layer },
        body: { geometry: geometryOf(shape), ...(feature ? { versionId: feature.versionId } : {}) },
        signal: asking.signal,
      }).then(
        (answer) => setFindings(answer.findings as Finding[]),
        // Not looked at is said by saying nothing: the server looks again at saving.
        () => {},
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [asked, layer, feature, shape]);
  return findings;
}

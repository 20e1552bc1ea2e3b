import { useEffect, useRef } from 'react';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import type { Sketch } from '../../map/field/sketch-picture.ts';
import type { DrawWork } from './work.ts';

/** 草图上图: keeps the map's sketch equal to the drawing, with a rubber line from its end to the cross. */
export function useSketchOnMap(work: DrawWork): void {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    let stop = () => {};
    void whenFieldMap().then((map) => {
      const draw = () => map.showSketch(sketchOf(latest.current, map.centre()));
      stop = map.onMove(draw);
    });
    return () => {
      stop();
      currentFieldMap()?.showSketch(null);
    };
  }, []);
  useEffect(() => {
    void whenFieldMap().then((map) => map.showSketch(sketchOf(work, map.centre())));
  }, [work]);
}

function sketchOf(work: DrawWork, cross: LonLat): Sketch {
  if (work.walk) return { rings: [work.walk.corners.map(({ lonLat }) => lonLat)], closed: false };
  const rings = work.drawing.parts.flat();
  const { active, closed } = work;
  const last = rings.at(-1)?.at(-1);
  const ring = active ? work.drawing.parts.slice(0, active.part).flat().length + active.ring : 0;
  return {
    rings,
    closed,
    active: active && { ring, corner: active.corner },
    rubber: closed || !last ? null : [last, cross],
  };
}

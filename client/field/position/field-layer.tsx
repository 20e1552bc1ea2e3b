import { useEffect } from 'react';
import { openPatrol } from '../patrol/patrol.ts';
import { PatrolPill } from '../patrol/patrol-pill.tsx';
import { readKeep, subscribe } from '../store/db.ts';
import { KEEP } from '../store/keys.ts';
import { usePatchesOnMap } from '../tasks/patches-on-map.ts';
import { FenceBanner } from './fence-banner.tsx';
import { holdPosition, setClockOffset } from './position.ts';
import { PositionPill, usePositionOnMap } from './position-pill.tsx';

/** 地图上的随身信息: where the person is, what they stand in, and the patches around. */
export function FieldLayer() {
  usePositionOnMap();
  usePatchesOnMap();
  useEffect(() => holdPosition(), []);
  useEffect(() => void openPatrol(), []);
  useEffect(() => {
    const learn = () =>
      void readKeep<number>(KEEP.clockOffset).then(
        (offset) => setClockOffset(offset ?? null),
        () => undefined,
      );
    learn();
    return subscribe((change) => change === 'keep' && learn());
  }, []);
  return (
    <div className="position-layer">
      <PositionPill />
      <PatrolPill />
      <FenceBanner />
    </div>
  );
}

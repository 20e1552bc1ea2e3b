import type { FeatureCollection } from 'geojson';
import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../../app/theme.ts';
import { whenMap } from '../../map/handle.ts';
import { type PatchMap, showPatchWork } from '../../map/patches/patch-map.ts';

/** 作业上图, as long as the screen is there: the last one that came draws. */
export function usePatchMap(work: FeatureCollection, onPress: (id: string, kind: string) => void): void {
  const theme = useTheme();
  const [shown, setShown] = useState<PatchMap | null>(null);
  const press = useRef(onPress);
  press.current = onPress;
  useEffect(() => {
    let left = false;
    let map: PatchMap | null = null;
    void whenMap().then((ready) => {
      if (left) return;
      map = showPatchWork(ready, theme, (id, kind) => press.current(id, kind));
      setShown(map);
    });
    return () => {
      left = true;
      map?.stop();
      setShown(null);
    };
  }, [theme]);
  useEffect(() => shown?.draw(work), [shown, work]);
}

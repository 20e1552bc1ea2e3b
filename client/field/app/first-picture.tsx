import { useEffect, useRef, useState } from 'react';
import { whenFieldMap } from '../../map/field/field-map.ts';
import { drawFirstPicture } from '../../map/field/first-picture.ts';
import { afterPaint } from '../../ui/after-paint.ts';
import { usePhonePatches } from '../patch/phone-patches.ts';
import { patchesToShow } from '../tasks/patches-on-map.ts';
import { firstBoxOfList, mapMakerNow, mapsTurnCome } from './first-screen.ts';
import { roomNow } from './room.ts';
import { useFieldTheme } from './theme.ts';

/** 首图 of an app that was opened at its list, until the map has drawn the same. */
export function FirstPicture() {
  const [shown, setShown] = useState(() => mapMakerNow() === undefined);
  return shown ? <Dots onEnd={() => setShown(false)} /> : null;
}

function Dots({ onEnd }: { readonly onEnd: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useFieldTheme();
  const { patches } = usePhonePatches();
  const latest = useRef({ theme, patches, onEnd });
  latest.current = { theme, patches, onEnd };
  useEffect(() => {
    let left = false;
    void mapsTurnCome().then(() => {
      const box = firstBoxOfList();
      if (left || !box || !canvas.current) return;
      const { theme, patches } = latest.current;
      drawFirstPicture(canvas.current, patchesToShow(patches), { box, room: roomNow(), theme });
      afterPaint(() => performance.mark('field-first-picture'));
    });
    const end = () => left || latest.current.onEnd();
    void whenFieldMap()
      .then(({ patchesDrawn }) => patchesDrawn)
      .then(end);
    addEventListener('resize', end);
    return () => {
      left = true;
      removeEventListener('resize', end);
    };
  }, []);
  return <canvas ref={canvas} className="map-first" aria-hidden />;
}

import LocateFixed from 'lucide-react/icons/locate-fixed';
import MapIcon from 'lucide-react/icons/map';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { IconButton } from '../../ui/button.tsx';
import { allowHeading, holdHeading } from '../position/heading.ts';
import { holdPosition, usePosition } from '../position/position.ts';
import { useFieldWorkspace } from './workspace.ts';

/** 地图工具 in reach of the thumb: where am I (the map then stays with the person), closer, farther, the whole area. */
export function MapTools() {
  const { t } = useTranslation();
  const bounds = useFieldWorkspace((state) => state.workspace?.bounds);
  const [wanted, setWanted] = useState(false);
  const going = useGoThere(wanted);
  const following = useFollowing();
  const zoom = (by: number) => currentFieldMap()?.zoomBy(by);
  return (
    <div className="map-buttons">
      <IconButton label={t('shell.wholeArea')} onClick={() => bounds && currentFieldMap()?.fit(bounds)}>
        <MapIcon size={26} aria-hidden />
      </IconButton>
      <IconButton label={t('shell.zoomIn')} onClick={() => zoom(1)}>
        <Plus size={26} aria-hidden />
      </IconButton>
      <IconButton label={t('shell.zoomOut')} onClick={() => zoom(-1)}>
        <Minus size={26} aria-hidden />
      </IconButton>
      <IconButton
        label={t('shell.locate')}
        className="map-locate"
        pressed={following}
        onClick={() => {
          setWanted(true);
          void allowHeading();
          going();
        }}
      >
        <LocateFixed size={28} aria-hidden />
      </IconButton>
    </div>
  );
}

/**
 * The receiver runs while the map is open, once the person allowed it: by the first press, or on an earlier day. The returned function goes to where one
 * is, as soon as that is known.
 */
function useGoThere(wanted: boolean): () => void {
  const [allowed, setAllowed] = useState(false);
  const [goes, setGoes] = useState(false);
  const fix = usePosition((state) => state.fix);
  useEffect(() => {
    const asked = navigator.permissions?.query({ name: 'geolocation' });
    asked?.then(({ state }) => setAllowed(state === 'granted')).catch(() => undefined);
  }, []);
  useEffect(() => {
    if (!wanted && !allowed) return;
    const release = [holdPosition(), holdHeading()];
    return () => {
      for (const end of release) end();
    };
  }, [wanted, allowed]);
  useEffect(() => {
    if (!goes || !fix) return;
    setGoes(false);
    const map = currentFieldMap();
    map?.flyTo(fix.lonLat);
    map?.follow(true);
  }, [goes, fix]);
  return () => setGoes(true);
}

function useFollowing(): boolean {
  const [following, setFollowing] = useState(false);
  useEffect(() => {
    let stop = () => {};
    let left = false;
    void whenFieldMap().then((map) => {
      if (!left) stop = map.onFollow(setFollowing);
    });
    return () => {
      left = true;
      stop();
    };
  }, []);
  return following;
}

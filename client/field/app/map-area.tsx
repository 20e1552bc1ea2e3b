import type { FeatureCollection } from 'geojson';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { currentFieldMap, provideFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import type { FieldStyle } from '../../map/field/field-style.ts';
import type { CompassWords } from '../../map/field/position-picture.ts';
import { packShelf } from '../pack/shelf.ts';
import { FirstPicture } from './first-picture.tsx';
import { firstBoxOfList, mapMakerInTurn, mapMakerNow } from './first-screen.ts';
import { MapTools } from './map-tools.tsx';
import { useFieldPreferences } from './preferences.ts';
import { roomNow } from './room.ts';
import { useFieldTheme } from './theme.ts';
import { lastView, rememberView } from './view.ts';
import { useFieldWorkspace } from './workspace.ts';

type MapMaker = NonNullable<ReturnType<typeof mapMakerNow>>;

interface MapAreaProps {
  /** Covered by a panel: nothing of it can be reached. */
  readonly covered: boolean;
}

/** 地图: made once, and from then on changed by its handle alone. */
export function MapArea({ covered }: MapAreaProps) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const cross = useRef<HTMLDivElement>(null);
  const style = useFieldStyle();
  const bounds = useFieldWorkspace((state) => state.workspace?.bounds);
  const opening = useRef({ name: t('shell.map'), compass: compassWords(t), bounds, last: lastView() });
  const wanted = useRef(style);
  wanted.current = style;

  useEffect(() => {
    let remove = () => {};
    let left = false;
    const make = ({ createFieldMap, servePackTiles }: MapMaker) => {
      if (left) return;
      servePackTiles(packShelf);
      const { name, compass, bounds, last } = opening.current;
      const map = createFieldMap({
        container: container.current!,
        cross: cross.current!,
        style: wanted.current,
        start: firstBoxOfList() ?? last ?? bounds ?? CHINA,
        room: roomNow(),
        name,
        compass,
      });
      map.onMove(rememberView);
      const again = () => map.refreshTiles();
      addEventListener('online', again);
      provideFieldMap(map);
      remove = () => {
        removeEventListener('online', again);
        provideFieldMap(null);
        map.remove();
      };
    };
    const maker = mapMakerNow();
    if (maker) make(maker);
    else void mapMakerInTurn().then(make);
    return () => {
      left = true;
      remove();
    };
  }, []);

  useEffect(() => currentFieldMap()?.want(style), [style]);

  // A phone that meets its workspace for the first time goes there.
  useEffect(() => {
    const { bounds: known, last } = opening.current;
    if (!bounds || known || last) return;
    void whenFieldMap().then((map) => firstBoxOfList() ?? map.fit(bounds));
  }, [bounds]);

  return (
    <div className="map-area" inert={covered}>
      <div ref={container} className="map-canvas" />
      <FirstPicture />
      <div ref={cross} className="map-cross" hidden aria-hidden>
        <svg viewBox="-24 -24 48 48" width="64" height="64" aria-hidden="true">
          <path className="map-cross-casing" d="M0-22V-6M0 6V22M-22 0H-6M6 0H22" />
          <path d="M0-22V-6M0 6V22M-22 0H-6M6 0H22" />
          <circle r="1.6" />
        </svg>
      </div>
      <MapTools />
    </div>
  );
}

/** Before the first sign-in nothing says where the office is. */
const CHINA: LonLatBox = [73, 18, 135, 54];

function useFieldStyle(): FieldStyle {
  const theme = useFieldTheme();
  const layers = useFieldPreferences((state) => state.layers);
  const language = useFieldPreferences((state) => state.language);
  const regions = useFieldWorkspace((state) => state.workspace?.regions);
  const regionLabels = useMemo<FeatureCollection>(
    () => ({
      type: 'FeatureCollection',
      features: (regions ?? []).map(({ name, nameEn, level, bounds: [west, south, east, north] }) => ({
        type: 'Feature',
        properties: { level, name: language === 'en' ? (nameEn ?? name) : name },
        geometry: { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] },
      })),
    }),
    [regions, language],
  );
  return useMemo(() => ({ theme, layers, regionLabels }), [theme, layers, regionLabels]);
}

function compassWords(t: (key: string) => string): CompassWords {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((index) => t(`shell.compass.${index}`)) as unknown as CompassWords;
}

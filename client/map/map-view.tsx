import {
  AJAXError,
  AttributionControl,
  type GeoJSONSource,
  type Map as MapLibreMap,
  Marker,
} from 'maplibre-gl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { useFeature } from '../api/queries.ts';
import { askSession } from '../api/session.ts';
import { useOverlay } from '../state/overlay.ts';
import { useSelection } from '../state/selection.ts';
import { useSession } from '../state/session.ts';
import { useTool } from '../state/tool.ts';
import { isTaken } from './clicks.ts';
import { Crosshair } from './crosshair.tsx';
import { createMap } from './engine.ts';
import { provideMap } from './handle.ts';
import { watchHover } from './hover.ts';
import { buildStyle } from './style/build-style.ts';
import { Updater } from './updater.ts';
import { useWanted } from './use-wanted.ts';
import { watchView } from './watch-view.ts';
import './map-view.css';

interface MapViewProps {
  readonly workspace: Workspace;
  /** Furniture that floats over the map. */
  readonly children?: ReactNode;
}

/** 地图: the whole screen under the panels. */
export function MapView({ workspace, children }: MapViewProps) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibreMap | null>(null);
  const wanted = useWanted(workspace);
  const updater = useRef<Updater | null>(null);
  const opening = useRef({ wanted, name: t('map.name'), bounds: workspace.bounds });

  useEffect(() => {
    const style = buildStyle(opening.current.wanted);
    const created = createMap({ container: container.current!, style, ...opening.current });
    updater.current = new Updater(created, style);
    watchView(created);
    watchHover(created);
    watchClicks(created);
    watchRefusals(created);
    created.getCanvas().setAttribute('aria-describedby', 'map-hint');
    setMap(created);
    provideMap(created);
    return () => {
      provideMap(null);
      created.remove();
    };
  }, []);

  useEffect(() => updater.current?.want(buildStyle(wanted)), [wanted]);
  useSelectionRing(map);
  usePicture(map);
  useMarker(map);
  useAttribution(map, wanted.tianditu !== null);
  useReloadOnReturn(map);

  return (
    <section className="map" aria-label={t('map.region')}>
      <div ref={container} className="map-canvas" />
      <p id="map-hint" className="map-hint">
        {t('map.hint')}
      </p>
      {map && <Crosshair map={map} />}
      {children}
    </section>
  );
}

/** A click asks what lies there, unless a tool has taken the map. */
function watchClicks(map: MapLibreMap): void {
  map.on('click', (event) => {
    if (useTool.getState().tool !== 'none' || isTaken(event)) return;
    const { lng, lat } = event.lngLat;
    useSelection.getState().identify([lng, lat]);
  });
}

/** 选中: the exact outline of the selected feature, whatever layers are on. */
function useSelectionRing(map: MapLibreMap | null): void {
  const current = useSelection((state) => state.current);
  const { data } = useFeature(current);
  useEffect(() => {
    if (!map) return;
    return whenStyled(map, () => {
      const geometry = current && data?.id === current.id ? data.geometry : null;
      map.getSource<GeoJSONSource>('selection')?.setData({
        type: 'FeatureCollection',
        features: geometry
          ? [{ type: 'Feature', properties: {}, geometry: geometry as GeoJSON.MultiPolygon }]
          : [],
      });
    });
  }, [map, current, data]);
}

/** Tiles are asked for by the map itself: when they are refused because the session has ended, sign-in comes as for any other request. */
function watchRefusals(map: MapLibreMap): void {
  map.on('error', ({ error }) => {
    if (error instanceof AJAXError && error.status === 401) void askSession();
    else console.error(error);
  });
}

/** Tiles that were refused while the session had ended are asked for again when the person is back. */
function useReloadOnReturn(map: MapLibreMap | null): void {
  const resumed = useSession((state) => state.resumed);
  const before = useRef(resumed);
  useEffect(() => {
    if (!map || before.current === resumed) return;
    before.current = resumed;
    for (const [id, { type }] of Object.entries(map.getStyle().sources)) {
      if (type === 'vector' || type === 'raster') map.refreshTiles(id);
    }
  }, [map, resumed]);
}

function usePicture(map: MapLibreMap | null): void {
  const picture = useOverlay((state) => state.picture);
  useEffect(() => {
    if (!map) return;
    return whenStyled(map, () => {
      map
        .getSource<GeoJSONSource>('picture')
        ?.setData(picture ?? { type: 'FeatureCollection', features: [] });
    });
  }, [map, picture]);
}

function useMarker(map: MapLibreMap | null): void {
  const lonLat = useOverlay((state) => state.marker);
  useEffect(() => {
    if (!map || !lonLat) return;
    const element = document.createElement('div');
    element.className = 'map-marker';
    element.append(document.createElement('span'));
    const marker = new Marker({ element, anchor: 'bottom' }).setLngLat(lonLat).addTo(map);
    element.removeAttribute('tabindex');
    return () => {
      marker.remove();
    };
  }, [map, lonLat]);
}

/** 版权与审图号 must stay visible while an outside base map is shown; our own needs none. */
function useAttribution(map: MapLibreMap | null, outside: boolean): void {
  useEffect(() => {
    if (!map || !outside) return;
    const control = new AttributionControl({ compact: false });
    map.addControl(control, 'bottom-left');
    return () => {
      map.removeControl(control);
    };
  }, [map, outside]);
}

/** Runs once the style can be changed; the returned function gives up waiting. */
function whenStyled(map: MapLibreMap, run: () => void): () => void {
  if (map.style?._loaded) run();
  else map.once('style.load', run);
  return () => {
    map.off('style.load', run);
  };
}

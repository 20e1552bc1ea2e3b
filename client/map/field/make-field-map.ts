import type { Feature, FeatureCollection } from 'geojson';
import { type GeoJSONSource, Map as MapLibreMap, type MapMouseEvent } from 'maplibre-gl';
import type { LonLat, LonLatBox } from '#core/geometry/lon-lat.ts';
import { afterPaint } from '../../ui/after-paint.ts';
import { drawPatternsFor, FONTS } from '../engine.ts';
import { Updater } from '../updater.ts';
import { tellBusy, whenDrawn } from './drawing-state.ts';
import type { FieldMap, MapTap, MapView } from './field-map.ts';
import { type FieldStyle, fieldStyle } from './field-style.ts';
import { FIT, type Room } from './fit.ts';
import { Follower } from './follower.ts';
import type { OwnSource } from './own-layers.ts';
import { boundsOf, PatchPictures } from './patch-pictures.ts';
import {
  type CompassWords,
  headingImage,
  type PositionFix,
  positionFeatures,
  targetFeatures,
} from './position-picture.ts';
import { sketchFeatures } from './sketch-picture.ts';

export { servePackTiles } from './pack-protocol.ts';

export interface FieldMapOptions {
  readonly container: HTMLElement;
  /** The cross: placed by the handle, drawn by whoever owns the element. */
  readonly cross: HTMLElement;
  readonly style: FieldStyle;
  /** Where the map was left, or the box to begin with. */
  readonly start: { readonly centre: LonLat; readonly zoom: number } | LonLatBox;
  /** What covers it from the beginning. */
  readonly room: Room;
  /** Accessible name of the map. */
  readonly name: string;
  readonly compass: CompassWords;
}

const FINGER = 14;

/** Makes the map; tiles come by `servePackTiles`, which must have been called. */
export function createFieldMap(options: FieldMapOptions): FieldMap {
  const { container, cross, start, room: covered, name, compass } = options;
  const style = fieldStyle(options.style);
  const map = new MapLibreMap({
    container,
    style,
    ...('zoom' in start && { center: [start.centre[0], start.centre[1]], zoom: start.zoom }),
    attributionControl: false,
    localIdeographFontFamily: FONTS,
    locale: { 'Map.Title': name },
    minZoom: FIT.minZoom,
    maxZoom: 20.5,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    trackResize: false,
    validateStyle: import.meta.env.DEV,
  });
  const bring = ([west, south, east, north]: LonLatBox, motion: { duration: number }) =>
    map.fitBounds([west, south, east, north], { padding: FIT.padding, maxZoom: FIT.maxZoom, ...motion });
  const room = ({ right = 0, bottom = 0 }: Room) => {
    const centre = map.getCenter();
    map.setPadding({ top: 0, bottom, left: 0, right });
    map.setCenter(centre);
    cross.style.translate = `${-right / 2}px ${-bottom / 2}px`;
  };
  room(covered);
  if (!('zoom' in start)) bring(start, { duration: 0 });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  drawPatternsFor(map);
  const resizing = resizeAfterPaint(map, container);
  tellBusy(map, container);
  map.on('error', ({ error }) => console.warn(error.message));

  const updater = new Updater(map, style);
  let ready = false;
  const wanted = new Map<OwnSource, FeatureCollection>();
  const put = (source: OwnSource, features: FeatureCollection | readonly Feature[]) => {
    const data = 'type' in features ? features : collection(features);
    wanted.set(source, data);
    if (ready) map.getSource<GeoJSONSource>(source)?.setData(data);
  };
  map.once('style.load', () => {
    ready = true;
    map.addImage('heading', headingImage(), { pixelRatio: 1.6 });
    for (const [source, data] of wanted) map.getSource<GeoJSONSource>(source)?.setData(data);
    mark();
  });

  let drawn = () => {};
  const patchesDrawn = new Promise<void>((resolve) => {
    drawn = resolve;
  });
  const pictures = new PatchPictures(map, put);
  map.on('move', () => pictures.follow());

  let chosen: string | null = null;
  let marked: number | null = null;
  const mark = () => {
    if (!ready) return;
    if (marked !== null) map.removeFeatureState({ source: 'outlines', id: marked });
    marked = chosen === null ? null : pictures.numberOf(chosen);
    if (marked !== null) map.setFeatureState({ source: 'outlines', id: marked }, { chosen: true });
  };

  let fix: PositionFix | null = null;
  let target: LonLat | null = null;
  const putTarget = () => put('target', target ? targetFeatures(fix?.lonLat ?? null, target, compass) : []);

  const taps: { listener: (tap: MapTap) => void; first: boolean }[] = [];
  map.on('click', (event) => {
    const tap = tapOf(map, event, ready);
    const first = taps.filter((each) => each.first);
    for (const { listener } of first.length > 0 ? first : taps) listener(tap);
  });

  const view = (): MapView => ({ centre: lonLatOf(map), zoom: map.getZoom(), bounds: boundsOf(map) });
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const motion = () => ({ duration: calm.matches ? 0 : 500, essential: false });

  const follower = new Follower({
    pixelOf: ([lon, lat]) => map.project([lon, lat]),
    freeBox() {
      const { clientWidth, clientHeight } = container;
      const { right = 0, bottom = 0 } = map.getPadding();
      return { left: 0, top: 0, right: clientWidth - right, bottom: clientHeight - bottom };
    },
    busy: () => map.isMoving() || !cross.hidden,
    centreOn: ([lon, lat]) => void map.easeTo({ center: [lon, lat], ...motion() }),
  });
  map.on('moveend', ({ originalEvent }) => originalEvent && follower.movedByHand());

  return {
    patchesDrawn,
    showPatches(patches, readOutlines) {
      pictures.show(patches, readOutlines);
      whenDrawn(map, 'points', () => {
        performance.mark('field-patches-drawn');
        drawn();
      });
      mark();
    },
    choosePatch(id) {
      chosen = id;
      mark();
    },
    showPosition(next) {
      fix = next;
      put('position', next ? positionFeatures(next) : []);
      if (target) putTarget();
      follower.take(next);
    },
    follow: (on) => follower.want(on),
    onFollow: (listener) => follower.onChange(listener),
    showTarget(next) {
      target = next;
      putTarget();
    },
    showSketch: (sketch) => put('sketch', sketch ? sketchFeatures(sketch) : []),
    showWedges: (wedges) => put('wedges', wedges.map(featureOf)),
    showGhosts: (outlines) => put('ghosts', outlines.map(featureOf)),
    showFence: (zones) => put('fence', zones.map(featureOf)),
    showCoverage: (areas) => put('coverage', areas.map(boxFeature)),
    showTrack: (stretches) =>
      put(
        'track',
        stretches
          .filter((stretch) => stretch.length > 1)
          .map((stretch) =>
            featureOf({ type: 'LineString', coordinates: stretch.map(([lon, lat]) => [lon, lat]) }),
          ),
      ),
    onTap(listener, { first = false } = {}) {
      const entry = { listener, first };
      taps.push(entry);
      return () => void taps.splice(taps.indexOf(entry), 1);
    },
    onMove(listener) {
      const tell = () => listener(view());
      map.on('move', tell);
      return () => void map.off('move', tell);
    },
    centre: () => lonLatOf(map),
    view,
    flyTo([lon, lat], zoom = Math.max(map.getZoom(), 16)) {
      follower.want(false);
      map.easeTo({ center: [lon, lat], zoom, ...motion() });
    },
    fit(box) {
      follower.want(false);
      bring(box, motion());
    },
    zoomBy: (levels) => void map.zoomTo(map.getZoom() + levels, motion()),
    crosshair(shown) {
      cross.hidden = !shown;
    },
    room,
    want: (next) => updater.want(fieldStyle(next)),
    refreshTiles() {
      if (!ready) return;
      for (const [id, { type }] of Object.entries(map.getStyle().sources)) {
        if (type === 'vector') map.refreshTiles(id);
      }
    },
    remove() {
      resizing.disconnect();
      map.remove();
    },
  };
}

/** 随容器改变大小, after what made it change is on the screen: a panel that covers the map does not wait for it. */
function resizeAfterPaint(map: MapLibreMap, container: HTMLElement): ResizeObserver {
  let forget = () => {};
  const observer = new ResizeObserver(() => {
    forget();
    forget = afterPaint(() => map._removed || map.resize());
  });
  observer.observe(container);
  return observer;
}

function tapOf(map: MapLibreMap, event: MapMouseEvent, ready: boolean): MapTap {
  const { x, y } = event.point;
  const box: [[number, number], [number, number]] = [
    [x - FINGER, y - FINGER],
    [x + FINGER, y + FINGER],
  ];
  const layers = ['outlines/fill', 'points/dot', 'points/label'];
  const [exact] = ready ? map.queryRenderedFeatures(event.point, { layers }) : [];
  const [near] = ready && !exact ? map.queryRenderedFeatures(box, { layers }) : [];
  const id = (exact ?? near)?.properties.id;
  return { lonLat: [event.lngLat.lng, event.lngLat.lat], patch: typeof id === 'string' ? id : null };
}

function lonLatOf(map: MapLibreMap): LonLat {
  const { lng, lat } = map.getCenter();
  return [lng, lat];
}

function collection(features: readonly Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features: [...features] };
}

function featureOf(geometry: Feature['geometry']): Feature {
  return { type: 'Feature', properties: {}, geometry };
}

function boxFeature([west, south, east, north]: LonLatBox): Feature {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return featureOf({ type: 'Polygon', coordinates: [ring] });
}

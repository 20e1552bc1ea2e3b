import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { Bounds, LonLat } from '#core/contract/shared.ts';
import { usePointer, useView } from '../state/view.ts';
import { graticule } from './style/graticule.ts';

const EARTH_METERS_PER_PIXEL = 40_075_016.685_578_5 / 512;

/** Writes the camera and the pointer to their stores, and draws the graticule of each new view. */
export function watchView(map: MapLibreMap): void {
  let frame = 0;
  const moved = () => {
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      const { lng, lat } = map.getCenter();
      useView.setState({
        center: [lng, lat],
        zoom: map.getZoom(),
        metersPerPixel: (EARTH_METERS_PER_PIXEL * Math.cos((lat * Math.PI) / 180)) / 2 ** map.getZoom(),
      });
    });
  };
  const settled = () => {
    const bounds = boundsOf(map);
    useView.setState({ bounds });
    const { clientHeight, clientWidth } = map.getContainer();
    // On a phone the scale bar stands in the lower corner.
    const inset = ((bounds[3] - bounds[1]) * (clientWidth < 720 ? 44 : 14)) / clientHeight;
    map.getSource<GeoJSONSource>('graticule')?.setData(graticule(bounds, inset));
  };
  map.on('move', moved);
  map.on('moveend', settled);
  map.on('resize', settled);
  map.once('style.load', () => {
    moved();
    settled();
  });
  const busy = (loading: boolean) => {
    useView.setState({ loading });
    map.getContainer().setAttribute('aria-busy', String(loading));
  };
  map.on('dataloading', () => busy(true));
  map.on('idle', () => busy(false));
  // MapLibre leaves `idle` out when a reloaded source changes nothing in view, and draws no frame when the last tile to come is empty: after the
  // last frame and the last piece of data the map itself is asked.
  let check: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    clearTimeout(check);
    check = setTimeout(() => {
      if (!map._removed && map.loaded() && !map.isMoving()) busy(false);
    }, 250);
  };
  map.on('render', ask);
  map.on('data', ask);
  map.on('mousemove', ({ lngLat }) => usePointer.setState({ lonLat: [lngLat.lng, lngLat.lat] }));
  map.on('mouseout', () => usePointer.setState({ lonLat: null }));
}

export function boundsOf(map: MapLibreMap): Bounds {
  const [[west, south], [east, north]] = map.getBounds().toArray();
  return [west, south, east, north];
}

export function centerOf(map: MapLibreMap): LonLat {
  const { lng, lat } = map.getCenter();
  return [lng, lat];
}

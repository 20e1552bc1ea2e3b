import type { LineString, Polygon } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { TerraDraw, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPolygonMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { geodesicArea, geodesicLength, geodesicPerimeter } from '#core/geometry/geodesic-area.ts';
import { nothingMeasured, useMeasure } from '../../state/measure.ts';
import { useTool } from '../../state/tool.ts';

/** What the measuring strip can ask for. */
export interface Measuring {
  undo(): void;
  clear(): void;
  stop(): void;
}

const INK = '#c2185b';
const keyEvents = { finish: 'Enter', cancel: null };

/** 量算: drawing by terra-draw; every number by core's geodesic functions, never by the drawing library's sphere. */
export function startMeasuring(map: MapLibreMap, kind: 'length' | 'area'): Measuring {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 9 }),
    modes: [
      new TerraDrawLineStringMode({
        keyEvents,
        showCoordinatePoints: true,
        styles: {
          lineStringColor: INK,
          lineStringWidth: 3,
          coordinatePointColor: INK,
          closingPointColor: INK,
        },
      }),
      new TerraDrawPolygonMode({
        keyEvents,
        showCoordinatePoints: true,
        styles: {
          fillColor: INK,
          fillOpacity: 0.18,
          outlineColor: INK,
          outlineWidth: 3,
          coordinatePointColor: INK,
          closingPointColor: INK,
        },
      }),
    ],
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
  });
  const mode = kind === 'length' ? 'linestring' : 'polygon';

  const shape = (id: string | number) => {
    const feature = draw.getSnapshotFeature(id);
    return feature?.properties.mode === mode ? (feature.geometry as LineString | Polygon) : null;
  };
  draw.on('change', (ids) => {
    const last = ids
      .map(shape)
      .findLast((geometry) => geometry?.type === (kind === 'length' ? 'LineString' : 'Polygon'));
    if (last && draw.getModeState() === 'drawing') report(last, false);
  });
  draw.on('finish', (id) => {
    const geometry = shape(id);
    if (geometry) report(geometry, true);
  });

  draw.start();
  draw.setMode(mode);
  // Under the crosshair Enter sets a vertex; it must not end the shape as well.
  const guard = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.isTrusted && useTool.getState().crosshair && !event.shiftKey) {
      event.stopPropagation();
    }
  };
  const container = map.getCanvasContainer();
  container.addEventListener('keyup', guard, true);
  return {
    undo: () => {
      draw.undo();
      if (!draw.canUndo()) useMeasure.setState(nothingMeasured);
    },
    clear: () => {
      draw.clear();
      draw.setMode(mode);
      useMeasure.setState(nothingMeasured);
    },
    stop: () => {
      container.removeEventListener('keyup', guard, true);
      if (!map._removed) draw.stop();
      useMeasure.setState(nothingMeasured);
    },
  };
}

function report(geometry: LineString | Polygon, finished: boolean): void {
  if (geometry.type === 'LineString') {
    useMeasure.setState({
      ...nothingMeasured,
      vertices: geometry.coordinates.length - (finished ? 0 : 1),
      lengthMeters: geodesicLength(geometry),
      finished,
    });
    return;
  }
  const ring = geometry.coordinates[0] ?? [];
  useMeasure.setState({
    vertices: ring.length - (finished ? 1 : 2),
    lengthMeters: geodesicPerimeter(geometry),
    areaSquareMeters: geodesicArea(geometry),
    finished,
    polygon: finished ? geometry : null,
  });
}

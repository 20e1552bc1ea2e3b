import type { Polygon, Position } from 'geojson';
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { nearestVertex, type Shape } from './shape.ts';

const INK = '#c2185b';
const WHITE = '#ffffff';
/** Decimals of a degree that the drawing library works with: 0.1 mm. */
const PRECISION = 9;
/** A press within so many pixels of a vertex chooses it. */
const REACH = 18;

type FeatureId = string | number;

/**
 * 图形编辑: handles on every vertex of the outline in `useShape`, by terra-draw's select mode; an empty outline is drawn first. The library knows no
 * holes, so each ring is a polygon of its own to it; a vertex that nobody moved keeps its coordinates to the last digit.
 *
 * @returns ends the editing and takes the handles off the map
 */
export function editShape(map: MapLibreMap): () => void {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: PRECISION }),
    modes: [polygonMode(), selectMode()],
  });
  /** Ids of the library's polygons: part, then ring. */
  let ids: FeatureId[][] = [];
  /** The outline as the library holds it now. */
  let shown: Shape | null = null;
  const exact = new Map<string, Position>();

  const polygonOf = (id: FeatureId) => {
    const feature = draw.getSnapshotFeature(id);
    return feature?.geometry.type === 'Polygon' ? feature.geometry : null;
  };
  const drawn = (): Shape =>
    ids.map((rings) => rings.map((id) => (polygonOf(id)?.coordinates[0] ?? []).map(original)));
  const original = (point: Position): Position => exact.get(keyOf(point)) ?? point;
  const rounded = (point: Position): Position => {
    const short = point.slice(0, 2).map((value) => Number(value.toFixed(PRECISION)));
    exact.set(keyOf(short), point);
    return short;
  };
  const show = (shape: Shape) => {
    const same =
      shape.length === ids.length && shape.every((rings, part) => rings.length === ids[part]?.length);
    shown = shape;
    const polygon = (ring: readonly Position[]): Polygon => ({
      type: 'Polygon',
      coordinates: [ring.map(rounded)],
    });
    if (same) {
      shape.forEach((rings, part) => {
        rings.forEach((ring, index) => {
          draw.updateFeatureGeometry(ids[part]![index]!, polygon(ring));
        });
      });
      return;
    }
    draw.clear();
    ids = shape.map((rings) =>
      rings.map((ring, index) => {
        const [added] = draw.addFeatures([
          { type: 'Feature', properties: { mode: 'polygon', hole: index > 0 }, geometry: polygon(ring) },
        ]);
        return added!.id!;
      }),
    );
    const first = ids[0]?.[0];
    if (first === undefined) draw.setMode('polygon');
    else draw.selectFeature(first);
  };

  let frame = 0;
  const measure = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const ring = ids.length > 0 ? null : ringBeingDrawn(draw);
      const rings = ring ? [[ring]] : drawn();
      if (rings.length === 0 || rings[0]?.length === 0) return;
      useShape.setState({
        dragged: geodesicArea({ type: 'MultiPolygon', coordinates: rings as Position[][][] }),
      });
    });
  };
  draw.on('change', (changed, _type, context) => {
    const byHand = context === undefined || !('origin' in context);
    if (byHand && (ids.length === 0 || changed.some((id) => ids.flat().includes(id)))) measure();
  });
  draw.on('finish', (id) => {
    cancelAnimationFrame(frame);
    if (ids.length === 0) {
      if (!polygonOf(id)) return;
      ids = [[id]];
      // The next press takes hold of a vertex.
      setTimeout(() => draw.selectFeature(id), 0);
    }
    shown = drawn();
    useShape.getState().change(shown);
  });

  const choose = ({ point, lngLat }: MapMouseEvent) => {
    const vertex = nearestVertex(useShape.getState().shape, [lngLat.lng, lngLat.lat]);
    if (!vertex) return;
    const position = useShape.getState().shape[vertex.part]![vertex.ring]![vertex.vertex]!;
    const at = map.project([position[0]!, position[1]!]);
    useShape.getState().select(Math.hypot(at.x - point.x, at.y - point.y) <= REACH ? vertex : null);
  };
  // Under the crosshair Enter sets a vertex; it must not end the ring as well.
  const guard = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.isTrusted && useTool.getState().crosshair && !event.shiftKey) {
      event.stopPropagation();
    }
  };

  draw.start();
  show(useShape.getState().shape);
  if (useShape.getState().shape.length === 0) draw.setMode('polygon');
  const container = map.getCanvasContainer();
  container.addEventListener('keyup', guard, true);
  map.on('click', choose);
  const forget = useShape.subscribe(({ shape }) => {
    if (shape !== shown) show(shape);
  });
  return () => {
    forget();
    cancelAnimationFrame(frame);
    container.removeEventListener('keyup', guard, true);
    useShape.setState({ dragged: null });
    if (map._removed) return;
    map.off('click', choose);
    draw.stop();
  };
}

function polygonMode(): TerraDrawPolygonMode {
  return new TerraDrawPolygonMode({
    keyEvents: { finish: 'Enter', cancel: null },
    showCoordinatePoints: false,
    styles: {
      fillColor: INK,
      fillOpacity: (feature) => (feature.properties.hole ? 0 : 0.14),
      outlineColor: INK,
      outlineWidth: 3,
      closingPointColor: INK,
    },
  });
}

function selectMode(): TerraDrawSelectMode {
  return new TerraDrawSelectMode({
    keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
    allowManualDeselection: false,
    flags: {
      polygon: {
        feature: {
          draggable: false,
          selfIntersectable: true,
          coordinates: { midpoints: { draggable: true }, draggable: true, deletable: true },
        },
      },
    },
    styles: {
      selectedPolygonColor: INK,
      selectedPolygonFillOpacity: (feature) => (feature.properties.hole ? 0 : 0.14),
      selectedPolygonOutlineColor: INK,
      selectedPolygonOutlineWidth: 3,
      selectionPointColor: INK,
      selectionPointWidth: 6,
      selectionPointOutlineColor: WHITE,
      selectionPointOutlineWidth: 2,
      midPointColor: WHITE,
      midPointWidth: 4,
      midPointOutlineColor: INK,
      midPointOutlineWidth: 2,
    },
  });
}

/** The ring under the hand, before it is closed. */
function ringBeingDrawn(draw: TerraDraw): Position[] | null {
  if (draw.getModeState() !== 'drawing') return null;
  const feature = draw.getSnapshot().find(({ geometry, properties }) => {
    return geometry.type === 'Polygon' && properties.mode === 'polygon';
  });
  return feature?.geometry.type === 'Polygon' ? (feature.geometry.coordinates[0] ?? null) : null;
}

function keyOf(point: Position): string {
  return `${point[0]},${point[1]}`;
}

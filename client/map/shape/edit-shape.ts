import type { Position } from 'geojson';
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { addPart, cutHole } from '#core/edits/edit-rings.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import { type Pen, useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { PRECISION, RingAdapter } from './ring-adapter.ts';
import { nearestVertex, type Shape } from './shape.ts';
import { startSnapping } from './snapping.ts';

const INK = '#c2185b';
const WHITE = '#ffffff';
/** A press within so many pixels of a vertex chooses it. */
const REACH = 18;

type FeatureId = string | number;

/** What the drawing library asks to move a point elsewhere. */
type Taken = (event: { lng: number; lat: number; heldKeys: string[] }) => Position | undefined;

/**
 * 图形编辑: handles on every vertex of the outline in `useShape`, by terra-draw's select mode; an empty outline is drawn first. The library knows no
 * holes, so each ring is a polygon of its own to it; a vertex that nobody moved keeps its coordinates to the last digit.
 *
 * @returns ends the editing and takes the handles off the map
 */
export function editShape(map: MapLibreMap): () => void {
  const snapping = startSnapping(map);
  const taken: Taken = (event) => {
    const position = snapping.take(event);
    return position && adapter.rounded(position);
  };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: PRECISION }),
    modes: [polygonMode(taken), lineMode(taken), selectMode(taken)],
  });
  /** Ids of the library's polygons: part, then ring. */
  let ids: FeatureId[][] = [];
  /** The outline as the library holds it now. */
  let shown: Shape | null = null;
  const adapter = new RingAdapter();

  const polygonOf = (id: FeatureId) => {
    const feature = draw.getSnapshotFeature(id);
    return feature?.geometry.type === 'Polygon' ? feature.geometry : null;
  };
  const drawn = (): Shape => adapter.together(ids.map((rings) => rings.map(polygonOf)));
  const show = (shape: Shape) => {
    const same =
      shape.length === ids.length && shape.every((rings, part) => rings.length === ids[part]?.length);
    shown = shape;
    const polygons = adapter.apart(shape);
    if (same) {
      polygons.forEach((rings, part) => {
        rings.forEach((polygon, index) => {
          draw.updateFeatureGeometry(ids[part]![index]!, polygon);
        });
      });
      return;
    }
    draw.clear();
    ids = polygons.map((rings) =>
      rings.map((geometry, index) => {
        const [added] = draw.addFeatures([
          { type: 'Feature', properties: { mode: 'polygon', hole: index > 0 }, geometry },
        ]);
        return added!.id!;
      }),
    );
    takeUp(useShape.getState().pen);
  };
  const takeUp = (pen: Pen) => {
    const first = ids[0]?.[0];
    if (pen === 'cut') draw.setMode('linestring');
    else if (pen !== 'vertices' || first === undefined) draw.setMode('polygon');
    else draw.selectFeature(first);
  };
  /** A ring or a line that was drawn beside the outline; the outline itself is as it was. */
  const drawnBeside = (id: FeatureId, pen: Pen) => {
    const geometry = draw.getSnapshotFeature(id)?.geometry;
    // The library still works on what it has just finished.
    setTimeout(() => {
      if (draw.hasFeature(id)) draw.removeFeatures([id]);
      const state = useShape.getState();
      state.setPen('vertices');
      if (geometry?.type === 'LineString') useShape.setState({ cut: adapter.original(geometry.coordinates) });
      if (geometry?.type !== 'Polygon') return;
      const ring = adapter.original(geometry.coordinates[0] ?? []);
      const result = pen === 'hole' ? cutHole(state.shape, ring) : addPart(state.shape, ring);
      if ('outline' in result) state.change(result.outline, { ...result.at, vertex: 0 });
      else useShape.setState({ refused: result.findings });
    }, 0);
  };

  let frame = 0;
  const measure = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const { pen, shape } = useShape.getState();
      const beside = pen !== 'vertices' && ids.length > 0;
      const ring = ids.length > 0 && !beside ? null : ringBeingDrawn(draw, ids.flat());
      if (beside && !ring) return;
      const rings = ring ? [[ring]] : drawn();
      if (rings.length === 0 || rings[0]?.length === 0) return;
      // A hole takes from the outline what it covers, a part adds to it.
      const area = beside
        ? squareMeters(Math.max(0, areaOf(shape) + (pen === 'hole' ? -1 : 1) * areaOf(rings)))
        : areaOf(rings);
      useShape.setState({ dragged: area, live: beside ? null : rings });
    });
  };
  draw.on('change', (changed, _type, context) => {
    const byHand = context === undefined || !('origin' in context);
    const beside = useShape.getState().pen !== 'vertices';
    if (byHand && (beside || ids.length === 0 || changed.some((id) => ids.flat().includes(id)))) measure();
  });
  draw.on('finish', (id) => {
    cancelAnimationFrame(frame);
    snapping.hold(null);
    const { pen } = useShape.getState();
    if (pen !== 'vertices' && (ids.length > 0 || pen === 'cut')) {
      drawnBeside(id, pen);
      return;
    }
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
  /** The vertex that a press takes hold of must not stick to where it was. */
  const press = (event: PointerEvent) => {
    const { shape, pen } = useShape.getState();
    if (pen !== 'vertices' || shape.length === 0) return;
    const box = map.getCanvas().getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    const place = map.unproject([at.x, at.y]);
    const vertex = nearestVertex(shape, [place.lng, place.lat]);
    const position = vertex && shape[vertex.part]![vertex.ring]![vertex.vertex]!;
    const on = position && map.project([position[0]!, position[1]!]);
    snapping.hold(on && Math.hypot(on.x - at.x, on.y - at.y) <= REACH * 2 ? position : null);
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
  container.addEventListener('pointerdown', press, true);
  map.on('click', choose);
  const forget = useShape.subscribe(({ shape, pen }, before) => {
    if (shape !== shown) show(shape);
    else if (pen !== before.pen) takeUp(pen);
  });
  return () => {
    forget();
    cancelAnimationFrame(frame);
    container.removeEventListener('keyup', guard, true);
    container.removeEventListener('pointerdown', press, true);
    snapping.stop();
    useShape.setState({ dragged: null, live: null, pen: 'vertices' });
    if (map._removed) return;
    map.off('click', choose);
    draw.stop();
  };
}

function lineMode(taken: Taken): TerraDrawLineStringMode {
  return new TerraDrawLineStringMode({
    keyEvents: { finish: 'Enter', cancel: null },
    showCoordinatePoints: true,
    snapping: { toCustom: taken },
    styles: {
      lineStringColor: INK,
      lineStringWidth: 3,
      coordinatePointColor: INK,
      closingPointColor: INK,
      snappingPointWidth: 0,
    },
  });
}

function polygonMode(taken: Taken): TerraDrawPolygonMode {
  return new TerraDrawPolygonMode({
    snapping: { toCustom: taken },
    keyEvents: { finish: 'Enter', cancel: null },
    showCoordinatePoints: false,
    styles: {
      fillColor: INK,
      fillOpacity: (feature) => (feature.properties.hole ? 0 : 0.14),
      outlineColor: INK,
      outlineWidth: 3,
      closingPointColor: INK,
      snappingPointWidth: 0,
    },
  });
}

function selectMode(taken: Taken): TerraDrawSelectMode {
  return new TerraDrawSelectMode({
    keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
    allowManualDeselection: false,
    flags: {
      polygon: {
        feature: {
          draggable: false,
          selfIntersectable: true,
          coordinates: {
            midpoints: { draggable: true },
            draggable: true,
            deletable: true,
            snappable: { toCustom: taken },
          },
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

/** m², geodesic. */
function areaOf(shape: Shape): SquareMeters {
  return geodesicArea({ type: 'MultiPolygon', coordinates: shape as Position[][][] });
}

/** The ring under the hand, before it is closed; `known` are those of the outline. */
function ringBeingDrawn(draw: TerraDraw, known: readonly FeatureId[]): Position[] | null {
  if (draw.getModeState() !== 'drawing') return null;
  const feature = draw.getSnapshot().find(({ id, geometry, properties }) => {
    return geometry.type === 'Polygon' && properties.mode === 'polygon' && !known.includes(id!);
  });
  return feature?.geometry.type === 'Polygon' ? (feature.geometry.coordinates[0] ?? null) : null;
}

import type { Polygon, Position } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';

/** Positions nearer than this to the last one are not kept, pixels. */
const STEP = 4;

export interface LassoHands {
  /** The ring while it is drawn. */
  readonly move: (shape: Polygon) => void;
  /** The finger is gone; null when what it drew encloses nothing. */
  readonly done: (shape: Polygon | null) => void;
}

/** 圈选: the next drag on the map draws a ring, lon/lat degrees, instead of moving the map. The returned function gives the map back. */
export function startLasso(map: MapLibreMap, { move, done }: LassoHands): () => void {
  const canvas = map.getCanvasContainer();
  let ring: Position[] = [];
  let last: { x: number; y: number } | null = null;
  const shape = (): Polygon => ({ type: 'Polygon', coordinates: [[...ring, ring[0]!]] });
  const at = (event: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const press = (event: PointerEvent) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    const { lng, lat } = map.unproject([last.x, last.y]);
    ring = [[lng, lat]];
  };
  const follow = (event: PointerEvent) => {
    if (!last || !event.isPrimary) return;
    event.stopPropagation();
    const point = at(event);
    if (Math.hypot(point.x - last.x, point.y - last.y) < STEP) return;
    last = point;
    const { lng, lat } = map.unproject([point.x, point.y]);
    ring.push([lng, lat]);
    if (ring.length > 2) move(shape());
  };
  const lift = (event: PointerEvent) => {
    if (!last || !event.isPrimary) return;
    event.stopPropagation();
    last = null;
    const drawn = ring.length > 2 ? shape() : null;
    ring = [];
    swallowClick(canvas);
    done(drawn);
  };
  const cancel = () => {
    last = null;
    ring = [];
    done(null);
  };
  const dragged = map.dragPan.isEnabled();
  map.dragPan.disable();
  canvas.style.touchAction = 'none';
  map.getCanvas().style.cursor = 'crosshair';
  canvas.addEventListener('pointerdown', press, true);
  canvas.addEventListener('pointermove', follow, true);
  canvas.addEventListener('pointerup', lift, true);
  canvas.addEventListener('pointercancel', cancel, true);
  return () => {
    canvas.removeEventListener('pointerdown', press, true);
    canvas.removeEventListener('pointermove', follow, true);
    canvas.removeEventListener('pointerup', lift, true);
    canvas.removeEventListener('pointercancel', cancel, true);
    canvas.style.touchAction = '';
    if (map._removed) return;
    map.getCanvas().style.cursor = '';
    if (dragged) map.dragPan.enable();
  };
}

/** The end of the drag is no click on what lies there. */
function swallowClick(canvas: HTMLElement): void {
  const swallow = (event: Event) => event.stopPropagation();
  canvas.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => canvas.removeEventListener('click', swallow, true), 100);
}

/** What the map shows now as a shape: the lasso of people without a pointer. */
export function viewAsShape(map: MapLibreMap): Polygon {
  const bounds = map.getBounds();
  const [west, south, east, north] = [
    bounds.getWest(),
    bounds.getSouth(),
    bounds.getEast(),
    bounds.getNorth(),
  ];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

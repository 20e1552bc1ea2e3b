import type { Map as MapLibreMap } from 'maplibre-gl';

/**
 * Sets a vertex at the crosshair: the drawing library hears the same pointer events as from a hand, so keyboard and mouse go
 * through one path.
 */
export function addVertexAtCenter(map: MapLibreMap): void {
  const canvas = map.getCanvas();
  const box = canvas.getBoundingClientRect();
  const at: PointerEventInit = {
    clientX: box.left + box.width / 2,
    clientY: box.top + box.height / 2,
    isPrimary: true,
    pointerId: 1,
    pointerType: 'mouse',
    bubbles: true,
  };
  canvas.dispatchEvent(new PointerEvent('pointermove', at));
  canvas.dispatchEvent(new PointerEvent('pointerdown', { ...at, button: 0, buttons: 1 }));
  canvas.dispatchEvent(new PointerEvent('pointerup', { ...at, button: 0 }));
}

/** Ends the shape, as the Enter key does. */
export function finishShape(map: MapLibreMap): void {
  map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' }));
}

import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { DOT, type FieldMapTheme, fieldColours, type PatchTone, toneColour } from './field-colours.ts';
import { fitView, type Room } from './fit.ts';
import type { FieldPatch } from './patch-picture.ts';

/**
 * 首图: the dots of the map where the map will draw them, at once: a phone takes seconds to load the map itself, and who waits wants to see where the
 * work is. Nothing on it can be pressed.
 */
export function drawFirstPicture(
  canvas: HTMLCanvasElement,
  patches: readonly Pick<FieldPatch, 'lonLat' | 'tone'>[],
  { box, room, theme }: { readonly box: LonLatBox; readonly room: Room; readonly theme: FieldMapTheme },
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const density = devicePixelRatio;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  context.scale(density, density);
  context.fillStyle = fieldColours[theme].outside;
  context.fillRect(0, 0, width, height);
  const { zoom, pixelOf } = fitView(box, { width, height }, room);
  const reach = valueAt(DOT.radius, zoom) + valueAt(DOT.stroke, zoom);
  const dots = new Map<PatchTone, HTMLCanvasElement>();
  for (const { lonLat, tone } of patches) {
    const [x, y] = pixelOf(lonLat);
    if (x < -reach || y < -reach || x > width + reach || y > height + reach) continue;
    let dot = dots.get(tone);
    if (!dot) {
      dot = drawDot(toneColour(tone, theme), zoom, theme, density);
      dots.set(tone, dot);
    }
    context.drawImage(dot, x - reach, y - reach, 2 * reach, 2 * reach);
  }
}

/** Drawn once a colour: ten thousand circles take a phone longer than ten thousand stamps. */
function drawDot(colour: string, zoom: number, theme: FieldMapTheme, density: number): HTMLCanvasElement {
  const [radius, stroke] = [valueAt(DOT.radius, zoom), valueAt(DOT.stroke, zoom)];
  const reach = radius + stroke;
  const dot = document.createElement('canvas');
  dot.width = Math.ceil(2 * reach * density);
  dot.height = dot.width;
  const context = dot.getContext('2d')!;
  context.scale(dot.width / (2 * reach), dot.width / (2 * reach));
  for (const [size, fill] of [
    [reach, theme === 'dark' ? DOT.casingDark : DOT.casing],
    [radius, colour],
  ] as const) {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(reach, reach, size, 0, 2 * Math.PI);
    context.fill();
  }
  return dot;
}

/** Linear between stops of a zoom and its value, as the map's own expression has them. */
export function valueAt(stops: readonly (readonly [number, number])[], zoom: number): number {
  const next = stops.findIndex(([at]) => at > zoom);
  if (next === 0) return stops[0]![1];
  if (next < 0) return stops.at(-1)![1];
  const [[from, a], [to, b]] = [stops[next - 1]!, stops[next]!];
  return a + ((b - a) * (zoom - from)) / (to - from);
}

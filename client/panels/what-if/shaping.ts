import type { ItemKind, ScenarioItem } from '#core/contract/what-if.ts';
import { t } from '../../app/i18n.ts';
import { fitBounds } from '../../map/highlight.ts';
import { useSelection } from '../../state/selection.ts';
import { type Shape, useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { boundsOf, multiPolygonOf, newItemId } from './content.ts';
import { settleLive, useDraft } from './draft.ts';

/** 在图上画: gives the map to the pen; the first closed ring is the item. */
export function drawItem(kind: ItemKind): void {
  begin(newItemId(), kind, []);
}

/** 改形: handles on the item's outline. */
export function reshapeItem(item: ScenarioItem): void {
  const { coordinates } = multiPolygonOf(item.geometry);
  begin(item.id, item.kind, coordinates);
  const bounds = boundsOf([item.geometry]);
  if (bounds) void fitBounds(bounds, { maxZoom: 18 });
}

/** Another item, or an end: what was shaped is a change now. */
export function endShape(): void {
  if (useTool.getState().tool === 'shape') useTool.getState().setTool('none');
}

function begin(item: string, kind: ItemKind, shape: Shape): void {
  endShape();
  useSelection.getState().clear();
  useShape.getState().begin(shape);
  useDraft.setState({ shaping: { item, kind }, selected: item, picking: false });
  useTool.getState().setTool('shape');
}

/** 名称 that a drawn item has until somebody types another. */
export function nameOfNew(kind: ItemKind): string {
  const count = useDraft.getState().content?.items.filter((item) => item.kind === kind).length ?? 0;
  return `${t(`whatIf.kind.${kind}`)} ${count + 1}`;
}

// The outline under the pen, also while the finger moves a vertex, is the item's on the screen; the end of the tool makes it one change.
useShape.subscribe(({ shape, live }, before) => {
  const { shaping } = useDraft.getState();
  if (!shaping || (shape === before.shape && live === before.live)) return;
  if (useTool.getState().tool !== 'shape') return;
  const shown = live ?? shape;
  const rings = shown.map((part) => part.filter(isOutline));
  if (rings.length === 0 || rings.some((part) => part.length === 0)) return;
  const coordinates = rings.map((part) => part.map((ring) => ring.map((point) => [...point])));
  useDraft.setState({
    live: { item: shaping.item, kind: shaping.kind, geometry: { type: 'MultiPolygon', coordinates } },
  });
  // A ring that is closed is an item at once; what the handles do to it later is another step.
  const listed = useDraft.getState().content?.items.some(({ id }) => id === shaping.item);
  if (!live && !listed) settleLive(nameOfNew);
});

useTool.subscribe(({ tool }, before) => {
  if (before.tool !== 'shape' || tool === 'shape' || !useDraft.getState().shaping) return;
  // A ring that was never closed is no item.
  if (useShape.getState().shape.length === 0) useDraft.setState({ live: null });
  settleLive(nameOfNew);
  useDraft.setState({ shaping: null });
});

/** Three corners at least: the first clicks of a drawing are none yet. */
function isOutline(ring: readonly (readonly number[])[]): boolean {
  return new Set(ring.map(([lon, lat]) => `${lon} ${lat}`)).size >= 3;
}

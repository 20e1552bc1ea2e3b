import { showMarker } from '../map/highlight.ts';
import { useSelection } from '../state/selection.ts';

/** 关闭查看: puts the selection and the pin away. */
export function closeDetail(): void {
  useSelection.getState().clear();
  showMarker(null);
}

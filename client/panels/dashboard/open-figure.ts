import { usePanels } from '../../state/panels.ts';
import { openNumber } from '../targets/opened-number.ts';

/** 打开数字: the rows of a figure, in the panel of targets and on the map. */
export function openFigure(target: number, region?: string): void {
  openNumber({ id: target, ...(region === undefined ? {} : { region }) });
  usePanels.getState().open('targets');
}

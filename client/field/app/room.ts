import { currentFieldMap } from '../../map/field/field-map.ts';
import type { Room } from '../../map/field/fit.ts';
import { afterPaint } from '../../ui/after-paint.ts';

let covering: HTMLElement | null | undefined;

/** 让位: a panel over the map tells the map how much it covers. The panel is painted first: the map may be behind what was opened. */
export function makeRoom(panel: HTMLElement | null): void {
  const asked = covering !== undefined;
  covering = panel;
  if (asked) return;
  afterPaint(() => {
    currentFieldMap()?.room(covering ? roomOf(covering) : {});
    covering = undefined;
  });
}

/** What a map that is only being made will not have to itself. */
export function roomNow(): Room {
  const panel = document.querySelector<HTMLElement>('.panel-over');
  return panel ? roomOf(panel) : {};
}

/** A panel lies at the lower edge, or beside the map of a phone that is held across. */
function roomOf({ offsetLeft, offsetWidth, offsetHeight }: HTMLElement): Room {
  return offsetLeft > 0 ? { right: offsetWidth } : { bottom: offsetHeight };
}

import { useEffect } from 'react';
import type { PatchTone } from '../../map/field/field-colours.ts';
import { whenFieldMap } from '../../map/field/field-map.ts';
import type { FieldPatch } from '../../map/field/patch-picture.ts';
import { navigate } from '../app/route.ts';
import { readOutlines, type TaskRow, usePhonePatches } from '../patch/phone-patches.ts';

/** 图斑上图: every patch of this phone by what is to be done with it; a press on one leads to it. */
export function usePatchesOnMap(): void {
  const { patches } = usePhonePatches();
  useEffect(() => {
    const shown = patchesToShow(patches);
    // The list is painted first.
    const timer = setTimeout(() => void whenFieldMap().then((map) => map.showPatches(shown, readOutlines)));
    return () => clearTimeout(timer);
  }, [patches]);
  useEffect(() => {
    let stop = () => {};
    void whenFieldMap().then((map) => {
      stop = map.onTap(({ patch }) => patch && navigate(['walk', patch]));
    });
    return () => stop();
  }, []);
}

/** Those whose place is known. */
export function patchesToShow(patches: readonly TaskRow[]): FieldPatch[] {
  return patches.flatMap((patch) => {
    if (!patch.lonLat) return [];
    return [{ id: patch.uid, lonLat: patch.lonLat, tone: toneOf(patch), label: patch.number.slice(-6) }];
  });
}

/** How its record stands with the office comes before how urgent it is. */
export function toneOf({ state, deadline, withdrawn, queued, refused }: TaskRow): PatchTone {
  if (refused > 0) return 'failed';
  if (queued > 0) return 'queued';
  if (state === 'closed' || withdrawn) return 'done';
  if (state === 'awaiting-review' || state === 'awaiting-recheck') return 'sent';
  if (deadline.light === 'red') return 'overdue';
  return deadline.light === 'yellow' ? 'soon' : 'todo';
}

/** 分隔位置 in percent from the left, 0–100, after a key; null: the key does not move it. */
export function dividerAfterKey(key: string, share: number, shift: boolean): number | null {
  const step = shift ? 10 : 2;
  const wanted = {
    ArrowLeft: share - step,
    ArrowDown: share - step,
    ArrowRight: share + step,
    ArrowUp: share + step,
    PageDown: share - 10,
    PageUp: share + 10,
    Home: 0,
    End: 100,
  }[key];
  return wanted === undefined ? null : Math.max(0, Math.min(100, wanted));
}

/** Where a pointer at `x` puts the divider of a box, percent. */
export function dividerAt(x: number, box: { readonly left: number; readonly width: number }): number {
  if (!(box.width > 0)) return 50;
  return Math.max(0, Math.min(100, ((x - box.left) / box.width) * 100));
}

import { useEffect, useState } from 'react';
import { afterPaint } from './after-paint.ts';

/** 首绘之后: false until what is drawn now is on the screen. What lies below its edge waits for it, so that the first picture comes at once. */
export function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  return painted;
}

import { useCallback } from 'react';
import { toFixedHalfUp } from '#core/geometry/units.ts';
import { usePreferences } from '../state/preferences.ts';

/** 长度: metres to the decimetre below a kilometre, then kilometres to the metre. */
export function useLengthText(): (meters: number) => string {
  const language = usePreferences((state) => state.language);
  return useCallback(
    (meters) =>
      meters < 1000
        ? `${toFixedHalfUp(meters, 1)} ${language === 'zh' ? '米' : 'm'}`
        : `${toFixedHalfUp(meters / 1000, 3)} ${language === 'zh' ? '千米' : 'km'}`,
    [language],
  );
}

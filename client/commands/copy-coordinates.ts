import type { LonLat } from '#core/contract/shared.ts';
import { formatCoordinates } from '#core/geometry/format-coordinates.ts';
import { usePreferences } from '../state/preferences.ts';
import { copyText } from './clipboard.ts';

/** 复制坐标 in the notation of the status bar; the search box reads it back. */
export function copyCoordinates(lonLat: LonLat): Promise<void> {
  const { notation, language } = usePreferences.getState();
  return copyText(formatCoordinates(lonLat, notation, language));
}

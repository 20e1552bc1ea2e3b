import { useTranslation } from 'react-i18next';
import { coordinateNotations, formatCoordinates } from '#core/geometry/format-coordinates.ts';
import { LivePlace } from '../live/live-place.tsx';
import { usePreferences } from '../state/preferences.ts';
import { usePointer, useView } from '../state/view.ts';
import { useLanguage } from './i18n.ts';
import { numericScale, scaleBar } from './scale.ts';

/** 状态栏: where the pointer is, how large things are drawn, on which datum. */
export function StatusBar() {
  const { t } = useTranslation();
  const zoom = useView((state) => state.zoom);
  const loading = useView((state) => state.loading);
  return (
    <footer className="status">
      <PointerCoordinates />
      <ScaleBar />
      <span>{t('status.zoom', { zoom: zoom.toFixed(1) })}</span>
      <span className="status-space" />
      {loading && <span className="status-quiet">{t('status.loading')}</span>}
      <LivePlace />
      <span title={t('status.datumNote')}>CGCS2000 · EPSG:4490</span>
    </footer>
  );
}

/** Position of the pointer, or of the centre without one; a click changes the notation. */
function PointerCoordinates() {
  const { t } = useTranslation();
  const language = useLanguage();
  const pointer = usePointer((state) => state.lonLat);
  const center = useView((state) => state.center);
  const { notation, setNotation } = usePreferences();
  const next = coordinateNotations[(coordinateNotations.indexOf(notation) + 1) % coordinateNotations.length]!;
  const text = formatCoordinates(pointer ?? center, notation, language);
  return (
    <button
      type="button"
      className="status-position"
      title={t('status.changeNotation', { notation: t(`status.notation.${next}`) })}
      onClick={() => setNotation(next)}
    >
      <span className="status-quiet">{t(pointer ? 'status.pointer' : 'status.center')}</span> {text}
    </button>
  );
}

/** 比例尺: a bar of round length and the numeric scale at the centre of the map. */
export function ScaleBar() {
  const { t } = useTranslation();
  const metersPerPixel = useView((state) => state.metersPerPixel);
  if (metersPerPixel === 0) return null;
  const { meters, pixels } = scaleBar(metersPerPixel, 110);
  const length = meters < 1000 ? `${meters} m` : `${meters / 1000} km`;
  return (
    <span
      className="scale"
      role="img"
      aria-label={t('status.scale', { length, scale: numericScale(metersPerPixel) })}
    >
      <span className="scale-bar" style={{ width: pixels }} />
      <span>{length}</span>
      <span>1:{numericScale(metersPerPixel).toLocaleString('en')}</span>
    </span>
  );
}

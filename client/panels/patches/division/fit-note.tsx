import Check from 'lucide-react/icons/check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { SplitPreview } from '#core/contract/patch-division.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { fitBounds } from '../../../map/highlight.ts';
import { Button } from '../../../ui/button.tsx';

const WAYS = ['missing', 'outside', 'overlapping'] as const;

/** 拼合核对: that the parts are the patch, or what of them is not, how much and where. */
export function FitNote({ preview }: { readonly preview: SplitPreview }) {
  const { t } = useTranslation();
  const tolerance = preview.toleranceSquareMeters;
  if (preview.fits) {
    return (
      <p className="patches-note">
        <Check size={14} aria-hidden /> {t('patches.split.fits', { tolerance })}
      </p>
    );
  }
  const { fault } = preview;
  return (
    <div className="patch-warning division-fault" role="alert">
      {WAYS.filter((way) => preview[`${way}SquareMeters`] > tolerance).map((way) => (
        <p key={way}>
          <TriangleAlert size={14} aria-hidden />{' '}
          {t(`patches.split.misfit.${way}`, {
            amount: preview[`${way}SquareMeters`].toFixed(2),
            tolerance,
          })}
        </p>
      ))}
      {fault && (
        <Button onClick={() => void fitBounds(boundsOf(fault.coordinates.flat(2)), { maxZoom: 21 })}>
          {t('patches.split.showFault')}
        </Button>
      )}
    </div>
  );
}

function boundsOf(places: readonly (readonly number[])[]): Bounds {
  const [xs, ys] = [places.map(([x]) => x!), places.map(([, y]) => y!)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

import Copy from 'lucide-react/icons/copy';
import { useTranslation } from 'react-i18next';
import type { LonLat } from '#core/contract/shared.ts';
import { copyCoordinates } from '../../commands/copy-coordinates.ts';
import { IconButton } from '../../ui/button.tsx';

/** What can be done with the place that was clicked. */
export function PlaceActions({ lonLat }: { readonly lonLat: LonLat }) {
  const { t } = useTranslation();
  return (
    <IconButton label={t('detail.copyCoordinates')} onClick={() => void copyCoordinates(lonLat)}>
      <Copy size={16} />
    </IconButton>
  );
}

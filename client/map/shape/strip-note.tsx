import { useTranslation } from 'react-i18next';
import { findingMessage } from '#core/imports/messages.ts';
import { useLanguage } from '../../app/i18n.ts';
import { movedNeighbours, useShape } from '../../state/shape.ts';

/** 提示: one line under the area: what was refused, what a point snapped to, what to draw, which neighbours move along. */
export function StripNote() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { shape, pen, snapped, refused, neighbours, dragged, cutting } = useShape();
  const moved = movedNeighbours(neighbours).length;
  if (refused) {
    const words =
      refused === 'corner'
        ? t('edit.shape.corner')
        : refused.map((finding) => findingMessage(finding)[language])[0];
    return (
      <small className="shape-strip-refused" role="alert">
        {words}
      </small>
    );
  }
  return (
    <small role="status">
      {snapped
        ? t(`edit.shape.snapped.${snapped.kind}`, { label: snapped.label || t('edit.shape.itself') })
        : shape.length === 0 && dragged === null
          ? t('edit.shape.begin')
          : pen !== 'vertices'
            ? t(cutting ? `edit.shape.cutting.${cutting}` : `edit.shape.drawing.${pen}`)
            : moved > 0
              ? t('edit.shape.moved', { count: moved })
              : t('measure.method')}
    </small>
  );
}

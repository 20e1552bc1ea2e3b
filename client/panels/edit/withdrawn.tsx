import Copy from 'lucide-react/icons/copy';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import { useLanguage } from '../../app/i18n.ts';
import { copySecret } from '../../commands/clipboard.ts';
import { useShape } from '../../state/shape.ts';
import { Button } from '../../ui/button.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { openHistory } from '../history/history-store.ts';
import { geometryOf, shapeChanged } from './draft-shape.ts';
import { type Draft, endDraft, readDraft } from './draft-store.ts';

/** 已被注销: the feature ended while it was edited; what was typed can be taken along. */
export function Withdrawn({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  // The form that stood here was scrolled down to its end.
  useEffect(() => {
    heading.current?.closest('.edit')?.scrollIntoView({ block: 'start' });
  }, [heading]);
  const { feature, layer } = draft;
  const copy = () => void copySecret(editsAsText(draft, language), t('edit.gone.mine'));
  return (
    <div className="edit">
      <header className="edit-head">
        <h3 ref={heading} tabIndex={-1}>
          {t('edit.gone.title')}
        </h3>
      </header>
      <p>{t('edit.gone.what', { label: feature?.label ?? '' })}</p>
      <div className="edit-buttons">
        <Button icon={<Copy size={16} aria-hidden />} onClick={copy}>
          {t('edit.gone.copy')}
        </Button>
        {feature && (
          <Button
            onClick={() => {
              endDraft();
              openHistory({ layer, id: feature.id }, feature.label, feature.regionCode);
            }}
          >
            {t('edit.gone.history')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** One line a field, then the outline as GeoJSON. */
function editsAsText(draft: Draft, language: 'zh' | 'en'): string {
  const { changed } = readDraft(draft);
  const lines = layerById(draft.layer)
    .fields.filter(({ name }) => name in changed)
    .map(({ name, title }) => `${title[language]}: ${changed[name] ?? ''}`);
  if (shapeChanged(draft.feature)) lines.push(JSON.stringify(geometryOf(useShape.getState().shape)));
  return [...lines, draft.reason].filter(Boolean).join('\n');
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { Segmented } from '../../ui/controls.tsx';
import { EnterTarget } from './enter-target.tsx';
import { Library } from './library.tsx';
import { ReadSentence } from './read-sentence.tsx';
import './indicators.css';

type View = 'library' | 'enter' | 'read';

/** 指标库: what is counted and by which rule; entering targets, by form or out of a planning sentence. */
export function Panel() {
  const { t } = useTranslation();
  const may = useMay();
  const past = isPast(useMoments());
  const [view, setView] = useState<View>('library');
  const enters = may('add', 'targets') || may('edit_attributes', 'targets');
  const shown = enters && !past ? view : 'library';
  return (
    <div className="indicators">
      {enters && !past && (
        <Segmented
          label={t('indicators.view.label')}
          value={shown}
          options={(['library', 'enter', 'read'] as const).map((value) => ({
            value,
            label: t(`indicators.view.${value}`),
          }))}
          onChange={setView}
        />
      )}
      {enters && past && <p className="indicators-note">{t('indicators.past')}</p>}
      {!enters && <p className="indicators-note">{t('indicators.readOnly')}</p>}
      {shown === 'library' && <Library />}
      {shown === 'enter' && <EnterTarget />}
      {shown === 'read' && <ReadSentence />}
    </div>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import { notify } from '../../state/notice.ts';
import { useRegion } from '../../state/region.ts';
import { useMay } from '../../state/session.ts';
import { emptyForm } from './form-values.ts';
import { TargetForm } from './target-form.tsx';

/** 录入指标. After one is stored the form is empty again, but for the document it came from. */
export function EnterTarget() {
  const { t } = useTranslation();
  const may = useMay();
  const workspace = useWorkspace().data;
  const chosen = useRegion((state) => state.code) ?? workspace?.region ?? '';
  const region = may('add', 'targets', chosen) || may('edit_attributes', 'targets', chosen) ? chosen : '';
  const [kept, setKept] = useState({ ...emptyForm, region, year: String(workspace?.year ?? '') });
  const [count, setCount] = useState(0);
  return (
    <TargetForm
      key={count}
      label={t('indicators.view.enter')}
      start={kept}
      confirm={t('indicators.enter')}
      onStored={(form) => {
        notify(t('indicators.entered', { text: `${form.reportedText} ${form.reportedUnit}` }));
        setKept({
          ...emptyForm,
          region: form.region,
          year: form.year,
          sourceDocument: form.sourceDocument,
          sourceClause: form.sourceClause,
        });
        setCount(count + 1);
      }}
    >
      <p className="indicators-note">{t('indicators.enterWhat')}</p>
    </TargetForm>
  );
}

import { type FormEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { usePanels } from '../../state/panels.ts';
import { useMay } from '../../state/session.ts';
import { useShape } from '../../state/shape.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { dayOf } from '../../ui/today.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { CauseBoxes, causeFaults } from './cause-boxes.tsx';
import { DerivedNote, isDerived } from './derived-note.tsx';
import { shapeChanged } from './draft-shape.ts';
import {
  changeDraft,
  currentProperties,
  type Draft,
  isDirty,
  readDraft,
  setValue,
  useDraft,
} from './draft-store.ts';
import { FieldBox } from './field-box.tsx';
import { saveDraft } from './save.ts';
import { ShapeSection } from './shape-section.tsx';
import { useDraftPicture } from './use-draft-picture.ts';
import { useFindings } from './use-findings.ts';

/** 编辑表单: outline, fields and cause of one feature; nothing is sent before it could be taken. */
export function DraftForm({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const form = useRef<HTMLFormElement>(null);
  const { data: workspace } = useWorkspace();
  const { saving, problem } = useDraft();
  const shape = useShape((state) => state.shape);
  /** Empty boxes are not called wrong before somebody has tried to save. */
  const [tried, setTried] = useState(false);
  const may = useMay();
  const { feature } = draft;
  const layer = layerById(draft.layer);
  const mayFields = !feature || may('edit_attributes', draft.layer, feature.regionCode);
  const mayShape = !feature || may('edit_geometry', draft.layer, feature.regionCode);

  const { changed, faults } = readDraft(draft);
  const since = feature ? dayOf(feature.validFrom) : undefined;
  const cause = causeFaults(draft, since);
  const { errors: findings, warnings } = useFindings(draft);
  const marked = useMemo(() => [...findings, ...warnings], [findings, warnings]);
  useDraftPicture(feature, marked);
  const reshaped = shapeChanged(feature);
  const unchanged = feature !== null && !reshaped && Object.keys(changed).length === 0;
  const missing = tried && shape.length === 0;
  const refused = problem instanceof ApiProblem ? problem.body : null;
  const refusedField =
    refused?.field !== undefined &&
    [...layer.fields.map(({ name }) => name), 'reason', 'document', 'trueFrom'].includes(refused.field);
  const shownFault = (name: string) =>
    tried || (draft.values[name] ?? '') !== '' || faults[name] !== 'required' ? faults[name] : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (saving) return;
    setTried(true);
    const wrong =
      Object.keys(faults).length + Object.keys(cause).length + findings.length > 0 || shape.length === 0;
    if (wrong || unchanged) {
      // The marks are drawn first.
      requestAnimationFrame(() => {
        const first = form.current?.querySelector<HTMLElement>(
          '[aria-invalid], .edit-finding:not(.edit-warning) button',
        );
        first?.focus();
        // The foot lies over the end of the form.
        first?.scrollIntoView({ block: 'center' });
      });
      return;
    }
    void saveDraft();
  };

  return (
    <form ref={form} className="edit" noValidate onSubmit={submit}>
      <header className="edit-head">
        <h3 ref={heading} tabIndex={-1}>
          {feature
            ? t('edit.of', { layer: layer.title[language], label: feature.label || feature.id })
            : t('edit.newOf', { layer: layer.title[language] })}
        </h3>
        {workspace?.demonstration && <DemonstrationMark small />}
      </header>
      {mayShape && (
        <ShapeSection
          draft={draft}
          findings={findings}
          warnings={warnings}
          missing={missing}
          clean={!isDirty(draft)}
        />
      )}
      {mayFields && (
        <section className="edit-section" aria-labelledby="edit-fields">
          <h4 id="edit-fields">{t('edit.fields')}</h4>
          <DerivedNote layer={layer} />
          {layer.fields
            .filter(({ managed }) => !managed)
            .map((field) => (
              <FieldBox
                key={field.name}
                field={field}
                value={draft.values[field.name] ?? ''}
                unit={draft.unit}
                fault={shownFault(field.name)}
                refusal={refused?.field === field.name ? refused.detail : undefined}
                withheld={feature?.withheld.includes(field.name) ?? false}
                properties={currentProperties(draft)}
                derived={reshaped && !(field.name in changed) && isDerived(layer, field.name)}
                onChange={(text) => setValue(field.name, text)}
              />
            ))}
        </section>
      )}
      <section className="edit-section" aria-labelledby="edit-cause">
        <h4 id="edit-cause">{t('edit.cause')}</h4>
        <CauseBoxes
          layer={draft.layer}
          cause={draft}
          faults={tried ? cause : {}}
          since={since}
          problem={problem}
          onChange={changeDraft}
        />
      </section>
      <footer className="edit-foot">
        {problem !== null && !refusedField && <ProblemView error={problem} />}
        <p className="edit-state" role="status">
          {saving
            ? t('edit.saving')
            : tried && unchanged
              ? t('edit.unchanged')
              : tried && Object.keys(faults).length + Object.keys(cause).length + findings.length > 0
                ? t('edit.notYet')
                : ''}
        </p>
        <Button onClick={() => usePanels.getState().close()}>{t('edit.cancel')}</Button>
        <Button type="submit" variant="primary" disabledReason={saving ? t('edit.saving') : undefined}>
          {t(problem === null ? 'edit.save' : 'edit.saveAgain')}
        </Button>
      </footer>
    </form>
  );
}

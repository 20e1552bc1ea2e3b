import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { Conflict } from '#core/contract/versions.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useShape } from '../../state/shape.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { timeText } from '../../ui/time.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { asMulti } from '../history/geometry-difference.ts';
import { isDerived } from './derived-note.tsx';
import { geometryOf, shapeChanged } from './draft-shape.ts';
import { changeDraft, type Draft, readDraft, useDraft } from './draft-store.ts';
import {
  type Choice,
  type Choices,
  mergedChanges,
  mergeGeometry,
  mergeRows,
  preselected,
  rowsToChoose,
} from './merge.ts';
import { MergeGeometry } from './merge-geometry.tsx';
import { MergeTable } from './merge-table.tsx';
import { saveMerged } from './save.ts';
import { Withdrawn } from './withdrawn.tsx';

interface MergeProps {
  readonly draft: Draft;
  readonly conflict: Conflict;
}

/** 合并: somebody saved the feature meanwhile; field by field a person says what shall stand. */
export function Merge({ draft, conflict }: MergeProps) {
  if (!conflict.current) return <Withdrawn draft={draft} />;
  return <MergeForm draft={draft} conflict={conflict} current={conflict.current} />;
}

function MergeForm({
  draft,
  conflict,
  current,
}: MergeProps & { readonly current: NonNullable<Conflict['current']> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const demonstration = useWorkspace().data?.demonstration ?? false;
  const { saving, problem } = useDraft();
  // The form that stood here was scrolled down to its end.
  useEffect(() => {
    heading.current?.closest('.edit')?.scrollIntoView({ block: 'start' });
  }, [heading]);
  const layer = layerById(draft.layer);
  // The version that I began with is still in my hands when the server no longer knows it.
  const base = conflict.base ?? draft.feature;
  const mine = useShape((state) => state.shape);

  const { rows, outlines, changedBy } = useMemo(() => {
    const outline = shapeChanged(draft.feature) ? geometryOf(mine) : null;
    const by = mergeGeometry(base?.geometry ?? null, current.geometry, outline);
    const all = mergeRows(layer, base?.properties ?? null, current.properties, readDraft(draft).changed);
    return {
      rows: rowsToChoose(all, by, (name) => isDerived(layer, name)),
      changedBy: by,
      outlines: {
        base: base ? asMulti(base.geometry) : null,
        theirs: asMulti(current.geometry),
        mine: outline ?? (base ? asMulti(base.geometry) : asMulti(current.geometry)),
      },
    };
  }, [layer, base, current, draft, mine]);

  const [choices, setChoices] = useState<Choices>(() =>
    Object.fromEntries(
      rows.flatMap(({ field, changedBy: by }) => {
        const choice = preselected(by);
        return choice ? [[field.name, choice]] : [];
      }),
    ),
  );
  const [outline, setOutline] = useState<Choice | undefined>(changedBy ? preselected(changedBy) : undefined);
  const open =
    rows.filter(({ field }) => choices[field.name] === undefined).length +
    (changedBy && outline === undefined ? 1 : 0);

  const save = () => {
    const geometry = changedBy && outline === 'mine' ? outlines.mine : null;
    const derived = (name: string) => isDerived(layer, name);
    const properties = mergedChanges(rows, choices, geometry !== null, derived);
    void saveMerged(current.versionId, { properties, geometry });
  };

  return (
    <div className="edit merge">
      <header className="edit-head">
        <h3 ref={heading} tabIndex={-1}>
          {t('edit.merge.title')}
        </h3>
        {demonstration && <DemonstrationMark small />}
      </header>
      <div className="merge-who" role="status">
        <p>
          {t('edit.merge.who', {
            who: current.changedBy?.name ?? t('history.nobody'),
            time: timeText(current.knownFrom, language),
            label: current.label || current.id,
          })}
        </p>
        <p>{t('edit.merge.why', { reason: current.reason ?? t('history.noReason') })}</p>
        {current.document && <p>{t('edit.merge.by', { document: current.document })}</p>}
        <p className="field-note">{t('edit.merge.kept')}</p>
      </div>
      {rows.length > 0 ? (
        <MergeTable
          layer={layer}
          rows={rows}
          theirs={current.properties}
          choices={choices}
          onChoose={(name, choice) => setChoices({ ...choices, [name]: choice })}
        />
      ) : (
        <p className="edit-note">{t('edit.merge.noFields')}</p>
      )}
      {changedBy && isDerived(layer, 'class_area') && <p className="edit-note">{t('edit.merge.areas')}</p>}
      {changedBy && (
        <MergeGeometry outlines={outlines} changedBy={changedBy} choice={outline} onChoose={setOutline} />
      )}
      <p className="edit-note">{t('edit.merge.reason', { reason: draft.reason })}</p>
      <footer className="edit-foot">
        {problem !== null && <ProblemView error={problem} />}
        <p className="edit-state" role="status">
          {saving
            ? t('edit.saving')
            : open > 0
              ? t('edit.merge.open', { count: open })
              : t('edit.merge.ready')}
        </p>
        <Button
          onClick={() => {
            useDraft.setState({ conflict: null, problem: null });
            changeDraft({});
          }}
        >
          {t('edit.merge.back')}
        </Button>
        <Button
          variant="primary"
          disabledReason={
            saving ? t('edit.saving') : open > 0 ? t('edit.merge.open', { count: open }) : undefined
          }
          onClick={save}
        >
          {t('edit.merge.save')}
        </Button>
      </footer>
    </div>
  );
}

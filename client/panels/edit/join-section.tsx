import Combine from 'lucide-react/icons/combine';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outlined } from '#core/contract/topology.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { call } from '../../api/call.ts';
import { lightUp } from '../../map/highlight.ts';
import { notify } from '../../state/notice.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';
import { Area } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { dayOf } from '../../ui/today.ts';
import { CauseDialog } from './cause-dialog.tsx';
import { endDraft, type WholeFeature } from './draft-store.ts';
import { outlinesAround, sharingEdge } from './neighbours.ts';

/** 合并相邻: neighbours that share an edge, to be chosen one by one; together they become one feature. */
export function JoinSection({
  feature,
  disabledReason,
}: {
  readonly feature: WholeFeature;
  readonly disabledReason: string | undefined;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <section className="join">
      <Button
        icon={<Combine size={16} aria-hidden />}
        aria-expanded={open}
        disabledReason={disabledReason}
        onClick={() => setOpen(!open)}
      >
        {t('edit.join.start')}
      </Button>
      {open && !disabledReason && <Neighbours feature={feature} />}
    </section>
  );
}

function Neighbours({ feature }: { readonly feature: WholeFeature }) {
  const { t } = useTranslation();
  const [around, setAround] = useState<readonly Outlined[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [attributesOf, setAttributesOf] = useState(feature.id);
  const [confirming, setConfirming] = useState(false);
  useEffect(() => {
    let left = false;
    outlinesAround(feature).then(
      (outlines) => !left && setAround(outlines),
      (error) => !left && setProblem(error),
    );
    return () => {
      left = true;
    };
  }, [feature]);
  useEffect(() => {
    lightUp(chosen.map((id) => ({ layer: feature.layer, id })));
    return () => lightUp([]);
  }, [chosen, feature]);

  const own = feature.geometry.coordinates;
  const picked = useMemo(() => around?.filter(({ id }) => chosen.includes(id)) ?? [], [around, chosen]);
  const union = useMemo(
    () =>
      picked.length === 0 ? null : mergeOutlines([own, ...picked.map(({ coordinates }) => coordinates)]),
    [picked, own],
  );
  // What is chosen brings its own neighbours within reach, as far as they were fetched.
  const list = useMemo(() => {
    if (!around) return [];
    const ground = union && typeof union !== 'string' ? union : own;
    const sharing = new Set(sharingEdge(around, ground).map(({ id }) => id));
    return around.filter(({ id }) => chosen.includes(id) || sharing.has(id));
  }, [around, union, own, chosen]);

  if (problem !== null) return <ProblemView error={problem} />;
  if (!around) return <Waiting label={t('edit.join.looking')} />;
  if (list.length === 0) return <p className="field-note">{t('edit.join.none')}</p>;
  const land = feature.layer === 'land_parcels';
  const ownClass = `${feature.properties.land_class_scheme}@${feature.properties.land_class_version} ${feature.properties.land_class}`;
  const label = feature.label || String(feature.id);
  return (
    <>
      <fieldset className="pieces">
        <legend>{t('edit.join.which')}</legend>
        {list.map((outline) => {
          const differs = land && outline.landClass !== ownClass;
          const checked = chosen.includes(outline.id);
          return (
            <label key={outline.id} className={differs ? 'pieces-off' : undefined}>
              <input
                type="checkbox"
                checked={checked}
                disabled={differs}
                onChange={() =>
                  setChosen(checked ? chosen.filter((id) => id !== outline.id) : [...chosen, outline.id])
                }
              />
              <span>{outline.label || outline.id}</span>
              {differs ? (
                <small>{t('edit.join.differs', { code: outline.landClass?.split(' ')[1] ?? '' })}</small>
              ) : (
                <Area value={areaOf(outline.coordinates)} use="table" />
              )}
            </label>
          );
        })}
      </fieldset>
      {!land && picked.length > 0 && (
        <Select
          label={t('edit.join.attributes')}
          value={String(attributesOf)}
          options={[{ id: feature.id, label }, ...picked].map((one) => ({
            value: String(one.id),
            label: t('edit.join.attributesOf', { label: one.label || one.id }),
          }))}
          onChange={(value) => setAttributesOf(Number(value))}
        />
      )}
      <div className="edit-buttons">
        <Button
          variant="primary"
          disabledReason={
            picked.length === 0
              ? t('edit.join.choose')
              : typeof union === 'string'
                ? t(`edit.join.${union}`)
                : undefined
          }
          onClick={() => setConfirming(true)}
        >
          {t('edit.join.go', { count: picked.length + 1 })}
        </Button>
      </div>
      {confirming && union && typeof union !== 'string' && (
        <CauseDialog
          layer={feature.layer}
          title={t('edit.join.title', { label })}
          confirm={t('edit.join.confirm')}
          working={t('edit.join.working')}
          since={dayOf(feature.validFrom)}
          onClose={() => setConfirming(false)}
          act={async (cause) => {
            await call('POST /api/layers/{layer}/features/merge', {
              params: { layer: feature.layer },
              body: {
                features: [feature, ...picked].map(({ id, versionId }) => ({ id, versionId })),
                ...(land ? {} : { attributesOf }),
                ...cause,
              },
            });
          }}
          onDone={() => {
            endDraft();
            usePanels.getState().close();
            useSelection.getState().select({ layer: feature.layer, id: feature.id });
            notify(t('edit.join.done', { label }));
          }}
        >
          <p>
            {t('edit.join.what', {
              label,
              others: picked.map((one) => one.label || one.id).join('、'),
            })}
          </p>
          <p>
            <Area value={areaOf(union)} use="table" both />
          </p>
        </CauseDialog>
      )}
    </>
  );
}

function areaOf(coordinates: Outlined['coordinates']): number {
  return geodesicArea({ type: 'MultiPolygon', coordinates });
}

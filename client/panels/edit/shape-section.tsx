import PenLine from 'lucide-react/icons/pen-line';
import Redo2 from 'lucide-react/icons/redo-2';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { splitOutline } from '#core/edits/split-outline.ts';
import type { Finding } from '#core/finding.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { findingMessage } from '#core/imports/messages.ts';
import { useLanguage } from '../../app/i18n.ts';
import { flyTo } from '../../map/highlight.ts';
import { useMay } from '../../state/session.ts';
import { movedNeighbours, useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { geometryOf } from './draft-shape.ts';
import { type Draft, startShaping } from './draft-store.ts';
import { JoinSection } from './join-section.tsx';
import { meetNeighbours } from './neighbours.ts';
import { SplitDialog } from './split-dialog.tsx';
import { VertexList } from './vertex-list.tsx';

interface ShapeSectionProps {
  readonly draft: Draft;
  readonly findings: readonly Finding[];
  /** What a person should look at; it can be saved. */
  readonly warnings: readonly Finding[];
  /** An outline is wanted and there is none yet. */
  readonly missing: boolean;
  /** Nothing was changed yet: the feature can be split and merged as it is stored. */
  readonly clean: boolean;
}

/** 图形: the area of the outline, live, against the area before; the tool that changes it; what is wrong with it, and where. */
export function ShapeSection({ draft, findings, warnings, missing, clean }: ShapeSectionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const areaText = useAreaText();
  const { feature, layer } = draft;
  const { shape, past, future, dragged, undo, redo, cut, neighbours } = useShape();
  const moved = movedNeighbours(neighbours);
  const may = useMay();
  const whole =
    feature !== null &&
    layer !== 'regions' &&
    (['edit_attributes', 'edit_geometry'] as const).every((act) => may(act, layer, feature.regionCode));
  const divisible = whole && layer !== 'patches' && may('add', layer, feature.regionCode);
  const shaping = useTool((state) => state.tool === 'shape');
  const setTool = useTool((state) => state.setTool);
  const area = dragged ?? (shape.length > 0 ? geodesicArea(geometryOf(shape)) : null);
  const before = feature ? geodesicArea(feature.geometry as GeoJSON.MultiPolygon) : null;
  useEffect(() => useShape.setState({ divisible }), [divisible]);
  useEffect(() => {
    if (shaping && feature) void meetNeighbours(feature).catch(() => {});
  }, [shaping, feature]);
  const line = useMemo(
    () => (cut && feature && splitOutline(feature.geometry.coordinates, cut).length > 1 ? cut : null),
    [cut, feature],
  );
  const difference = area !== null && before !== null ? area - before : 0;

  return (
    <section className="edit-section" aria-labelledby="edit-shape">
      <h4 id="edit-shape">{t('edit.shape.title')}</h4>
      <p className="edit-area">
        {area === null ? <span>{t('edit.shape.none')}</span> : <Area value={area} use="table" both />}
        {Math.abs(difference) >= 0.005 && (
          <small>
            {t(difference > 0 ? 'edit.shape.larger' : 'edit.shape.smaller', {
              area: areaText(Math.abs(difference), { unit: 'm2' }),
            })}
          </small>
        )}
        <small>{t('edit.shape.ruler')}</small>
      </p>
      {missing && (
        <p className="field-note field-error" role="alert">
          {t('edit.shape.missing')}
        </p>
      )}
      {cut && !line && (
        <p className="field-note field-error" role="alert">
          {t('edit.split.none')}
        </p>
      )}
      {[...findings, ...warnings].map((finding) => (
        <p
          key={finding.id}
          className={classNames('edit-finding', finding.severity !== 'error' && 'edit-warning')}
          role="alert"
        >
          <TriangleAlert size={16} aria-hidden />
          <span>{findingMessage(finding)[language]}</span>
          {finding.lonLat && (
            <Button variant="quiet" onClick={() => void flyTo([finding.lonLat![0], finding.lonLat![1]], 18)}>
              {t('edit.shape.showFault')}
            </Button>
          )}
        </p>
      ))}
      <div className="edit-buttons">
        <Button
          icon={<PenLine size={16} aria-hidden />}
          aria-pressed={shaping}
          onClick={() => (shaping ? setTool('none') : startShaping())}
        >
          {t(shaping ? 'edit.shape.stop' : shape.length === 0 ? 'edit.shape.draw' : 'edit.shape.start')}
        </Button>
        {past.length > 0 && (
          <Button icon={<Undo2 size={16} aria-hidden />} onClick={undo}>
            {t('edit.shape.undo')}
          </Button>
        )}
        {future.length > 0 && (
          <Button icon={<Redo2 size={16} aria-hidden />} onClick={redo}>
            {t('edit.shape.redo')}
          </Button>
        )}
      </div>
      {moved.length > 0 && (
        <p className="field-note">
          {t('edit.shape.movedOf', { labels: moved.map(({ label }) => label).join('、') })}
        </p>
      )}
      {whole && feature && (
        <JoinSection
          key={feature.versionId}
          feature={feature}
          disabledReason={clean ? undefined : t('edit.join.first')}
        />
      )}
      {line && feature && <SplitDialog feature={feature} line={line} />}
      {shaping && shape.length > 0 && <VertexList />}
      {shaping && shape.length === 0 && <p className="field-note">{t('edit.shape.drawHint')}</p>}
    </section>
  );
}

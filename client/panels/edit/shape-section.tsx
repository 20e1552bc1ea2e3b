import PenLine from 'lucide-react/icons/pen-line';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Undo2 from 'lucide-react/icons/undo-2';
import { useTranslation } from 'react-i18next';
import type { Finding } from '#core/finding.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { findingMessage } from '#core/imports/messages.ts';
import { useLanguage } from '../../app/i18n.ts';
import { flyTo } from '../../map/highlight.ts';
import { useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { geometryOf } from './draft-shape.ts';
import { startShaping, type WholeFeature } from './draft-store.ts';
import { VertexList } from './vertex-list.tsx';

interface ShapeSectionProps {
  readonly feature: WholeFeature | null;
  readonly findings: readonly Finding[];
  /** An outline is wanted and there is none yet. */
  readonly missing: boolean;
}

/** 图形: the area of the outline, live, against the area before; the tool that changes it; what is wrong with it, and where. */
export function ShapeSection({ feature, findings, missing }: ShapeSectionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const areaText = useAreaText();
  const { shape, past, dragged, undo } = useShape();
  const shaping = useTool((state) => state.tool === 'shape');
  const setTool = useTool((state) => state.setTool);
  const area = dragged ?? (shape.length > 0 ? geodesicArea(geometryOf(shape)) : null);
  const before = feature ? geodesicArea(feature.geometry as GeoJSON.MultiPolygon) : null;
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
      {findings.map((finding) => (
        <p key={finding.id} className="edit-finding" role="alert">
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
      </div>
      {shaping && shape.length > 0 && <VertexList />}
      {shaping && shape.length === 0 && <p className="field-note">{t('edit.shape.drawHint')}</p>}
    </section>
  );
}

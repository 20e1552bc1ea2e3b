import Columns2 from 'lucide-react/icons/columns-2';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { useWorkspace } from '../../../api/queries.ts';
import { useEscape } from '../../../app/escape.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/controls.tsx';
import { TextField } from '../../../ui/field.tsx';
import { today } from '../../../ui/today.ts';

const CompareView = lazy(async () => ({
  default: (await import('../../../map/compare/compare-view.tsx')).CompareView,
}));

type Backdrop = 'map' | 'imagery';

/** 卷帘对比 of two days, or of two backdrops, with a divider on the map. */
export function Compare({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState<Side>(() => ({ day: dayBefore(patch), backdrop: 'map' }));
  const [right, setRight] = useState<Side>({ day: today(), backdrop: 'map' });
  const { data: workspace } = useWorkspace();
  useEscape(open, () => setOpen(false));
  const sideOf = ({ day, backdrop }: Side) => ({
    asOf: day && day < today() ? day : null,
    imagery: backdrop === 'imagery',
    label: `${day || today()} · ${t(`patches.compare.${backdrop}`)}`,
  });
  return (
    <>
      <Button icon={<Columns2 size={16} aria-hidden />} aria-pressed={open} onClick={() => setOpen(!open)}>
        {t(open ? 'patches.compare.close' : 'patches.compare.open')}
      </Button>
      {open && workspace && (
        <div className="patch-compare">
          <SideFields
            name={t('patches.compare.left')}
            side={left}
            imagery={!!workspace.tianditu}
            onChange={setLeft}
          />
          <SideFields
            name={t('patches.compare.right')}
            side={right}
            imagery={!!workspace.tianditu}
            onChange={setRight}
          />
          <p className="patches-note">{t('patches.compare.hint')}</p>
          <Suspense>
            <CompareView
              workspace={workspace}
              left={sideOf(left)}
              right={sideOf(right)}
              outline={patch.geometry as GeoJSON.MultiPolygon}
            />
          </Suspense>
        </div>
      )}
    </>
  );
}

interface Side {
  /** ISO day. */
  readonly day: string;
  readonly backdrop: Backdrop;
}

interface SideFieldsProps {
  readonly name: string;
  readonly side: Side;
  /** Whether there is imagery to choose. */
  readonly imagery: boolean;
  readonly onChange: (side: Side) => void;
}

function SideFields({ name, side, imagery, onChange }: SideFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="patch-compare-side">
      <TextField
        label={t('patches.compare.day', { side: name })}
        type="date"
        max={today()}
        value={side.day}
        onChange={(day) => onChange({ ...side, day })}
      />
      {imagery && (
        <Select
          label={t('patches.compare.backdrop', { side: name })}
          value={side.backdrop}
          options={(['map', 'imagery'] as const).map((value) => ({
            value,
            label: t(`patches.compare.${value}`),
          }))}
          onChange={(backdrop) => onChange({ ...side, backdrop })}
        />
      )}
    </div>
  );
}

/** 建设前: the last day of the year before construction, else before it was found. */
function dayBefore({ values, foundOn }: PatchView): string {
  const built = typeof values.built_on === 'string' ? values.built_on : foundOn;
  const year = Number((built ?? today()).slice(0, 4)) - 1;
  return `${year}-12-31`;
}

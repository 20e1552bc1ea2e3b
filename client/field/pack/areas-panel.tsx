import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentFieldMap } from '../../map/field/field-map.ts';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { bytesText } from '../app/bytes.ts';
import { freeBytes, measureStorage, useStorage } from '../app/storage.ts';
import { AreaCard } from './area-card.tsx';
import { addArea, lookForNewer, usePackAreas } from './areas.ts';
import { PlanCard } from './plan-card.tsx';
import { runQueue } from './queue.ts';
import { usePlan } from './use-plan.ts';
import { VillagePicker } from './village-picker.tsx';
import './pack.css';

/** 离线区域: what is on this phone, and what more is to be: the part of the map that is in view, or a village. */
export function Panel() {
  const { t } = useTranslation();
  const { areas, opened } = usePackAreas();
  const storage = useStorage();
  const [picking, setPicking] = useState(false);
  const { plan, busy, error, ask, drop } = usePlan();
  useEffect(() => {
    void measureStorage();
    void lookForNewer().catch(() => undefined);
  }, []);

  const askForView = () => {
    const map = currentFieldMap();
    if (map)
      void ask(
        {
          bbox: map
            .view()
            .bounds.map((each) => each.toFixed(6))
            .join(','),
        },
        t('pack.view'),
      );
  };
  const download = async () => {
    if (!plan) return;
    await addArea(plan.plan, plan.name);
    announce(t('pack.added', { name: plan.name }));
    drop();
    void runQueue();
  };
  const held = areas.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = freeBytes(storage);

  return (
    <div className="pack">
      <p className="pack-room">
        {t('pack.held', { size: bytesText(held) })}
        {free !== null && ` · ${t('pack.free', { size: bytesText(free) })}`}
      </p>
      {plan ? (
        <PlanCard plan={plan} free={free} onDownload={() => void download()} onCancel={drop} />
      ) : (
        <div className="pack-choices">
          <Button variant="primary" onClick={askForView}>
            {t('pack.downloadView')}
          </Button>
          <Button aria-expanded={picking} onClick={() => setPicking(!picking)}>
            {t('pack.byVillage')}
          </Button>
        </div>
      )}
      {busy && <Waiting label={t('pack.planning')} />}
      {error !== null && <ProblemView error={error} />}
      {picking && !plan && (
        <VillagePicker
          onPick={({ code, name }) => {
            setPicking(false);
            void ask({ region: code }, name);
          }}
        />
      )}
      <h2>{t('pack.list')}</h2>
      {opened && areas.length === 0 && <Empty title={t('pack.none')} hint={t('pack.noneHint')} />}
      <ul className="pack-areas">
        {areas.map((area) => (
          <li key={area.id}>
            <AreaCard area={area} />
          </li>
        ))}
      </ul>
    </div>
  );
}

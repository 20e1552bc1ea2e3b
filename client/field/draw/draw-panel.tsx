import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawnOutline } from '#core/field/outline-drawing.ts';
import { boxOf, rewind } from '#core/geometry/rings.ts';
import { whenFieldMap } from '../../map/field/field-map.ts';
import { announce } from '../../state/announcer.ts';
import type { FieldPanelProps } from '../app/panels.ts';
import { goBack } from '../app/route.ts';
import { usePhonePatch } from '../patch/phone-patches.ts';
import { dropDraft, loadDraft, makeOperation, recordOperations, saveDraft } from '../patch/phone-store.ts';
import { OutlineDrawer } from './outline-drawer.tsx';
import { type DrawWork, keptWork, startWork } from './work.ts';

/** The panel has its height, and the map its middle, before the map is sent anywhere. */
const SETTLED_MS = 350;

/** 修正界线 of a patch: a write of its own; a draft until it is saved. */
export function Panel({ rest: [uid = ''] }: FieldPanelProps) {
  const { t } = useTranslation();
  const { patch, loaded } = usePhonePatch(uid);
  const [work, setWork] = useState<DrawWork | null>(null);
  const [failed, setFailed] = useState(false);
  const key = `outline:${uid}`;
  const outline = patch?.outline;
  const known = patch !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: begun once for a patch; what arrives meanwhile must not take the drawing away
  useEffect(() => {
    if (!known) return;
    void loadDraft<DrawWork>(key).then((kept) => setWork((now) => now ?? kept ?? startWork(outline ?? null)));
    if (!outline) return;
    const [west, south, east, north] = boxOf(outline.coordinates.flat(2));
    const look = () => void whenFieldMap().then((map) => map.fit([west, south, east, north]));
    const timer = setTimeout(look, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [known, key]);

  if (!patch || !work) return <p className="patch-gone">{t(loaded ? 'draw.gone' : 'ui.loading')}</p>;
  const change = (next: DrawWork) => {
    setWork(next);
    void saveDraft(key, keptWork(next)).catch(() => undefined);
  };
  const save = async (done: DrawWork) => {
    change(done);
    const drawn = drawnOutline(done.drawing);
    if (!drawn) return;
    try {
      const value = rewind(drawn);
      const seen = patch.state.heads.outline ?? [];
      const write = await makeOperation('write', { patch: uid, writes: [{ field: 'outline', value, seen }] });
      await recordOperations([write]);
      await dropDraft(key);
      announce(t('draw.saved'));
      goBack();
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      {failed && (
        <p className="patch-told-bad" role="alert">
          {t('patch.notSaved')}
        </p>
      )}
      <OutlineDrawer
        work={work}
        onChange={change}
        onDone={(done) => void save(done)}
        doneLabel={t('draw.save')}
        patch={uid}
      />
    </>
  );
}

import Camera from 'lucide-react/icons/camera';
import CircleCheck from 'lucide-react/icons/circle-check';
import PencilRuler from 'lucide-react/icons/pencil-ruler';
import Save from 'lucide-react/icons/save';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawnOutline } from '#core/field/outline-drawing.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { registerOf } from '#core/patches/registers.ts';
import { currentFieldMap } from '../../map/field/field-map.ts';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useFieldLanguage } from '../app/i18n.ts';
import { navigate } from '../app/route.ts';
import { OutlineDrawer } from '../draw/outline-drawer.tsx';
import { useSketchOnMap } from '../draw/use-sketch.ts';
import { cornerCount } from '../draw/work.ts';
import { usePhotosTaken } from '../patch/phone-patches.ts';
import { areaWords, momentWords } from '../patch/words.ts';
import { usePosition } from '../position/position.ts';
import {
  beginFlag,
  changeFlag,
  continueFlag,
  type FlagDraft,
  openFlagDraft,
  useFlagDraft,
} from './flag-draft.ts';
import { giveUpFlag, saveFlag } from './save-flag.ts';
import '../patch/parts.css';
import './flag.css';

/** The panel has its height, and the map its middle, before the map is sent anywhere. */
const SETTLED_MS = 350;

/** 标记: outline, class, photograph, saved; in that order, and in any other. */
export function Panel() {
  const { t } = useTranslation();
  const { draft, found, loaded } = useFlagDraft();
  const [saved, setSaved] = useState<{ readonly patch: string; readonly number: string } | null>(null);
  const placed = usePosition(({ fix }) => fix !== null);
  const flown = useRef(false);
  useEffect(() => {
    if (!saved) void openFlagDraft();
  }, [saved]);
  // The first look is where the person stands, unless something is drawn already.
  useEffect(() => {
    const { fix } = usePosition.getState();
    const begun = draft !== null && (found || cornerCount(draft.work.drawing) > 0);
    if (!placed || !fix || !loaded || begun || flown.current) return;
    const timer = setTimeout(() => {
      flown.current = true;
      currentFieldMap()?.flyTo(fix.lonLat, 18);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [placed, loaded, draft, found]);

  if (saved) {
    return (
      <div className="flag-facts">
        <p className="flag-saved" role="status">
          <CircleCheck size={28} aria-hidden />
          <span>
            <strong>{saved.number}</strong>
            {t('flag.saved')}
          </span>
        </p>
        <div className="draw-row">
          <Button onClick={() => navigate(['patch', saved.patch], { replace: true })}>
            {t('flag.look')}
          </Button>
          <Button
            variant="primary"
            onClick={() => {
              setSaved(null);
              beginFlag();
            }}
          >
            {t('flag.another')}
          </Button>
        </div>
      </div>
    );
  }
  if (!loaded || !draft) return <p className="patch-gone">{t('ui.loading')}</p>;
  if (found) return <FoundDraft draft={draft} />;
  if (!draft.drawn) {
    return (
      <OutlineDrawer
        work={draft.work}
        patch={draft.patch}
        doneLabel={t('flag.outlineDone')}
        onChange={(work) => changeFlag({ work })}
        onDone={(work) => changeFlag({ work, drawn: true })}
      />
    );
  }
  return <FlagFacts draft={draft} onSaved={setSaved} />;
}

function FoundDraft({ draft }: { readonly draft: FlagDraft }) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const photos = usePhotosTaken(draft.patch);
  return (
    <div className="flag-facts">
      <p>
        {t('flag.found', { time: momentWords(draft.begunAt, language), count: photos.length })}
        {photos.length > 0 && ` ${t('flag.photosStay')}`}
      </p>
      <div className="draw-row">
        <Button onClick={() => void giveUpFlag(draft, photos.length).then(beginFlag)}>
          {t('flag.giveUp')}
        </Button>
        <Button variant="primary" onClick={continueFlag}>
          {t('flag.continue')}
        </Button>
      </div>
    </div>
  );
}

interface FlagFactsProps {
  readonly draft: FlagDraft;
  readonly onSaved: (saved: { patch: string; number: string }) => void;
}

function FlagFacts({ draft, onSaved }: FlagFactsProps) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const [failed, setFailed] = useState(false);
  const photos = usePhotosTaken(draft.patch);
  useSketchOnMap(draft.work);
  const outline = drawnOutline(draft.work.drawing);
  const lacks = !outline ? 'outline' : draft.patchClass === '' ? 'class' : null;
  const choose = (code: string) => {
    const first = draft.patchClass === '' && photos.length === 0;
    changeFlag({ patchClass: code });
    // A flag is worth little without a photograph: the camera opens by itself, once.
    if (first) navigate(['camera', draft.patch, 'flag']);
  };
  const save = async () => {
    setFailed(false);
    try {
      const number = await saveFlag(draft);
      announce(`${number} ${t('flag.saved')}`);
      onSaved({ patch: draft.patch, number });
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className="flag-facts">
      <div className="flag-outline">
        <span>
          <strong>{outline ? areaWords(geodesicArea(outline), language) : t('flag.noOutline')}</strong>
          {draft.work.rough && <small>{t('flag.rough')}</small>}
        </span>
        <Button icon={<PencilRuler size={22} aria-hidden />} onClick={() => changeFlag({ drawn: false })}>
          {t('flag.outline')}
        </Button>
      </div>
      <fieldset className="choice">
        <legend>{t('flag.class')}</legend>
        {registerOf('field-flag').classes.map(({ code, [language]: name }) => (
          <label key={code}>
            <input
              type="radio"
              name="flag-class"
              checked={draft.patchClass === code}
              onChange={() => choose(code)}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <TextField
        label={t('flag.description')}
        value={draft.description}
        onChange={(description) => changeFlag({ description })}
        maxLength={1000}
      />
      {failed && (
        <p className="patch-told-bad" role="alert">
          {t('patch.notSaved')}
        </p>
      )}
      <div className="draw-row">
        <Button
          icon={<Camera size={24} aria-hidden />}
          onClick={() => navigate(['camera', draft.patch, 'flag'])}
        >
          {t('flag.photos', { count: photos.length })}
        </Button>
        <Button
          variant="primary"
          className="draw-main"
          icon={<Save size={24} aria-hidden />}
          disabledReason={lacks ? t(`flag.lacks.${lacks}`) : undefined}
          onClick={() => void save()}
        >
          {t('flag.save')}
        </Button>
      </div>
    </div>
  );
}

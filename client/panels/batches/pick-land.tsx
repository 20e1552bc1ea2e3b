import MapPin from 'lucide-react/icons/map-pin';
import Search from 'lucide-react/icons/search';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { takeClicks } from '../../map/clicks.ts';
import { announce } from '../../state/announcer.ts';
import { useSelection } from '../../state/selection.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { showFeature } from './light.ts';

export interface PickedLand {
  readonly id: number;
  readonly label: string;
  readonly landClass: string;
  /** 图斑地类面积, m². */
  readonly classSquareMeters: number;
}

interface PickLandProps {
  readonly picked: PickedLand | null;
  readonly error: string | undefined;
  readonly onPick: (land: PickedLand | null) => void;
}

/** 选取图斑: by a click on the map, or by its number for whoever has no mouse. */
export function PickLand({ picked, error, onPick }: PickLandProps) {
  const { t } = useTranslation();
  const text = useAreaText();
  const [picking, setPicking] = useState(true);
  const [number, setNumber] = useState('');
  const [found, setFound] = useState<readonly { id: number; label: string; detail: string }[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  const take = async (id: number) => {
    setProblem(null);
    try {
      const feature = await call('GET /api/layers/{layer}/features/{id}', {
        params: { layer: 'land_parcels', id },
      });
      const land = {
        id,
        label: feature.label || String(id),
        landClass: String(feature.properties.land_class ?? ''),
        classSquareMeters: Number(feature.properties.class_area ?? feature.areaSquareMeters),
      };
      onPick(land);
      setPicking(false);
      setFound(null);
      announce(t('batches.pick.picked', { label: land.label }));
      await showFeature({ layer: 'land_parcels', id });
    } catch (refusal) {
      setProblem(refusal);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the click is taken as long as somebody picks
  useEffect(() => {
    if (!picking) return;
    return takeClicks(({ lngLat: { lng, lat } }) => {
      void call('GET /api/identify', { query: { lng, lat, layers: 'land_parcels' } }).then(
        ({ hits }) => (hits[0] ? take(hits[0].id) : announce(t('batches.pick.nothing'))),
        setProblem,
      );
      return true;
    });
  }, [picking]);
  useEffect(() => () => useSelection.getState().setCurrent(null), []);

  const look = async () => {
    setProblem(null);
    try {
      const { results } = await call('GET /api/search', { query: { q: number.trim(), limit: 20 } });
      setFound(results.filter(({ layer }) => layer === 'land_parcels'));
    } catch (refusal) {
      setProblem(refusal);
    }
  };

  return (
    <div className="pick-land">
      {picked ? (
        <p className="pick-land-picked">
          <MapPin size={16} aria-hidden />
          {t('batches.pick.is', {
            label: picked.label,
            landClass: picked.landClass,
            area: text(picked.classSquareMeters, { use: 'table' }),
          })}
        </p>
      ) : (
        <p className={error ? 'field-note field-error' : 'field-note'} role={error ? 'alert' : undefined}>
          {error ?? t('batches.pick.hint')}
        </p>
      )}
      <div className="pick-land-line">
        <TextField
          label={t('batches.pick.number')}
          value={number}
          onChange={setNumber}
          autoComplete="off"
          aria-invalid={error ? true : undefined}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (number.trim()) void look();
          }}
        />
        <Button
          icon={<Search size={16} aria-hidden />}
          disabledReason={number.trim() ? undefined : t('batches.pick.typeFirst')}
          onClick={() => void look()}
        >
          {t('batches.pick.find')}
        </Button>
        {!picking && (
          <Button
            onClick={() => {
              onPick(null);
              setPicking(true);
            }}
          >
            {t('batches.pick.again')}
          </Button>
        )}
      </div>
      {found && (
        <ul className="pick-land-found" aria-label={t('batches.pick.found', { count: found.length })}>
          {found.length === 0 && <li>{t('batches.pick.notFound')}</li>}
          {found.map(({ id, label, detail }) => (
            <li key={id}>
              <button type="button" className="text-button" onClick={() => void take(id)}>
                {label} · {detail}
              </button>
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <ProblemView error={problem} />}
    </div>
  );
}

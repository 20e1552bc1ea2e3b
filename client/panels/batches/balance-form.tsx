import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { squareMetersFrom } from '#core/geometry/units.ts';
import { notify } from '../../state/notice.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/controls.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { today } from '../../ui/today.ts';
import { DocumentNote } from './document-note.tsx';
import { type PickedLand, PickLand } from './pick-land.tsx';
import { useAddEntry } from './queries.ts';

interface BalanceFormProps {
  readonly region: string;
  readonly onClose: () => void;
}

/** 登记补充耕地: a reclaimed land parcel, whose farmland counts as the ledger has it, or a project with the area of its document. */
export function BalanceForm({ region, onClose }: BalanceFormProps) {
  const { t } = useTranslation();
  const text = useAreaText();
  const unit = usePreferences((state) => state.unit);
  const [from, setFrom] = useState<'land' | 'project'>('land');
  const [land, setLand] = useState<PickedLand | null>(null);
  const [area, setArea] = useState('');
  const [project, setProject] = useState('');
  const [acceptedOn, setDay] = useState(today());
  const [document, setDocument] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const add = useAddEntry();

  const squareMeters = areaFrom(area, unit);
  const faults = {
    land: from === 'land' && !land ? t('batches.fault.land') : undefined,
    area: from === 'project' && squareMeters === null ? t('batches.fault.area') : undefined,
    project: from === 'project' && !project.trim() ? t('batches.fault.project') : undefined,
    day: acceptedOn === '' || acceptedOn > today() ? t('batches.fault.day') : undefined,
    document: document.trim() ? undefined : t('batches.fault.document'),
  };
  const shown = (fault: keyof typeof faults) => (tried ? faults[fault] : undefined);

  return (
    <form
      className="batch-section batch-next"
      aria-label={t('batches.balance.enter')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.values(faults).some(Boolean)) {
          const form = event.currentTarget;
          requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
          return;
        }
        if (add.isPending) return;
        add.mutate(
          {
            region,
            acceptedOn,
            document: document.trim(),
            ...(from === 'land'
              ? { land: land!.id }
              : { areaSquareMeters: squareMeters!, projectNumber: project.trim() }),
            ...(note.trim() ? { note: note.trim() } : {}),
          },
          {
            onSuccess: (entry) => {
              onClose();
              notify(t('batches.balance.entered', { area: text(entry.areaSquareMeters) }));
            },
          },
        );
      }}
    >
      <h4>{t('batches.balance.enter')}</h4>
      <Segmented
        label={t('batches.balance.from')}
        value={from}
        options={[
          { value: 'land', label: t('batches.balance.fromLand') },
          { value: 'project', label: t('batches.balance.fromProject') },
        ]}
        onChange={setFrom}
      />
      {from === 'land' ? (
        <PickLand picked={land} error={shown('land')} onPick={setLand} />
      ) : (
        <>
          <TextField
            label={t('batches.balance.projectNumber')}
            value={project}
            onChange={setProject}
            maxLength={60}
            autoComplete="off"
            error={shown('project')}
          />
          <TextField
            label={t('batches.balance.area', { unit: t(`ui.unit.${unit}`) })}
            value={area}
            onChange={setArea}
            inputMode="decimal"
            autoComplete="off"
            hint={squareMeters === null ? undefined : `= ${text(squareMeters, { unit: 'm2' })}`}
            error={shown('area')}
          />
        </>
      )}
      <div className="batch-fields">
        <TextField
          label={t('batches.balance.acceptedOn')}
          type="date"
          max={today()}
          value={acceptedOn}
          onChange={setDay}
          error={shown('day')}
        />
        <DocumentNote
          document={document}
          onDocument={setDocument}
          hint={t('batches.balance.documentHint')}
          error={shown('document')}
          note={note}
          onNote={setNote}
        />
      </div>
      {add.error && <ProblemView error={add.error} />}
      <div className="form-actions">
        <Button onClick={onClose}>{t('batches.cancel')}</Button>
        <Button
          type="submit"
          variant="primary"
          disabledReason={add.isPending ? t('batches.recording') : undefined}
        >
          {t('batches.balance.save')}
        </Button>
      </div>
    </form>
  );
}

/** A typed area in m²; null when it is no area. */
export function areaFrom(typed: string, unit: 'ha' | 'mu'): number | null {
  const plain = typed.trim();
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const area = squareMetersFrom(plain, unit);
  return area > 0 ? area : null;
}

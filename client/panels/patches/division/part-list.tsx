import { useTranslation } from 'react-i18next';
import { type RegisterCode, registerOf } from '#core/patches/registers.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { useAreaText } from '../../../ui/area.tsx';
import { Select } from '../../../ui/controls.tsx';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { NumberMark } from './number-mark.tsx';

interface PartListProps {
  readonly register: RegisterCode;
  readonly patchClasses: readonly string[];
  /** As the server will keep them; null while it reckons. */
  readonly preview: readonly { readonly number: string; readonly areaSquareMeters: number }[] | null;
  readonly onClass: (index: number, patchClass: string) => void;
}

/** 各部分: number to be, area, and class where a part is something else than the whole. */
export function PartList({ register, patchClasses, preview, onClass }: PartListProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const area = useAreaText();
  const listed = registerOf(register).classes.map(({ code, ...each }) => ({
    value: code,
    label: each[language],
  }));
  return (
    <ol className="division-parts">
      {patchClasses.map((patchClass, index) => {
        const part = preview?.[index];
        const known = listed.some(({ value }) => value === patchClass);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part to be is its place in the row
          <li key={index}>
            <NumberMark index={index} />
            <span className="division-number">
              {part?.number ?? '…'}
              {part && <small>{area(part.areaSquareMeters, { use: 'table', unit: 'm2' })}</small>}
            </span>
            <strong>{part ? <MuArea value={part.areaSquareMeters} /> : '…'}</strong>
            <Select
              label={t('patches.split.classOf', { part: index + 1 })}
              value={patchClass}
              options={known ? listed : [{ value: patchClass, label: name('class', patchClass) }, ...listed]}
              onChange={(next) => onClass(index, next)}
            />
          </li>
        );
      })}
    </ol>
  );
}

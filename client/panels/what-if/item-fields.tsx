import { useTranslation } from 'react-i18next';
import type { ScenarioItem, WhatIfItem } from '#core/contract/what-if.ts';
import { isAssignable } from '#core/vocabulary/code-list.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Select, Switch } from '../../ui/controls.tsx';
import { TextField } from '../../ui/field.tsx';
import { CLASS_AFTER, KINDS } from './content.ts';
import { changeItem } from './draft.ts';
import { FigureButton } from './figure-button.tsx';
import { useLandClasses } from './queries.ts';

interface ItemFieldsProps {
  readonly item: ScenarioItem;
  readonly figures: WhatIfItem | null;
}

/** 事项属性: kind, name, use, class afterwards, floor area, expropriation; the floor-area ratio from them. */
export function ItemFields({ item, figures }: ItemFieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: classes } = useLandClasses();
  const { id } = item;
  const options = (classes?.codes ?? [])
    .filter(({ code }) => classes && isAssignable(classes, code))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((entry) => ({ value: entry.code, label: `${entry.code} ${entry[language]}` }));
  return (
    <div className="what-if-fields">
      <TextField
        label={t('whatIf.item.name')}
        value={item.name}
        maxLength={100}
        error={item.name.trim() === '' ? t('whatIf.nameMissing') : undefined}
        onChange={(name) => changeItem(id, { name }, 'name')}
      />
      <div className="field">
        <span className="field-label">{t('whatIf.item.kind')}</span>
        <Select
          label={t('whatIf.item.kind')}
          value={item.kind}
          options={KINDS.map((value) => ({ value, label: t(`whatIf.kind.${value}`) }))}
          onChange={(kind) =>
            changeItem(id, { kind, landClassAfter: CLASS_AFTER[kind], expropriated: kind === 'conversion' })
          }
        />
      </div>
      <TextField
        label={t('whatIf.item.plannedUse')}
        value={item.plannedUse ?? ''}
        maxLength={100}
        onChange={(plannedUse) => changeItem(id, { plannedUse }, 'use')}
      />
      <div className="field">
        <span className="field-label">{t('whatIf.item.classAfter')}</span>
        <Select
          label={t('whatIf.item.classAfter')}
          value={item.landClassAfter}
          options={
            options.some(({ value }) => value === item.landClassAfter)
              ? options
              : [{ value: item.landClassAfter, label: item.landClassAfter }, ...options]
          }
          onChange={(landClassAfter) => changeItem(id, { landClassAfter })}
        />
      </div>
      {item.kind === 'conversion' && (
        <>
          <TextField
            label={t('whatIf.item.floorArea')}
            type="number"
            min={0}
            inputMode="decimal"
            value={item.floorAreaSquareMeters === undefined ? '' : String(item.floorAreaSquareMeters)}
            hint={
              figures?.floorAreaRatio == null
                ? undefined
                : t('whatIf.item.ratio', { ratio: figures.floorAreaRatio.toFixed(2) })
            }
            onChange={(text) => changeItem(id, floorArea(text), 'floor')}
          />
          <Switch
            label={t('whatIf.item.expropriated')}
            showLabel
            checked={item.expropriated}
            onChange={(expropriated) => changeItem(id, { expropriated })}
          />
        </>
      )}
      {figures?.computed && (
        <p className="what-if-item-open">
          <FigureButton opened={{ figure: 'item', key: id }} name={item.name}>
            {t('whatIf.item.openPieces')}
          </FigureButton>
        </p>
      )}
    </div>
  );
}

/** An empty box says nothing. */
function floorArea(text: string): Pick<ScenarioItem, 'floorAreaSquareMeters'> {
  const value = Number(text);
  return { floorAreaSquareMeters: text.trim() === '' || !(value >= 0 && value <= 1e9) ? undefined : value };
}

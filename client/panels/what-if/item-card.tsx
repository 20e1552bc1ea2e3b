import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronRight from 'lucide-react/icons/chevron-right';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioItem, WhatIfItem } from '#core/contract/what-if.ts';
import { useTheme } from '../../app/theme.ts';
import { kindSymbols } from '../../map/scenario/scenario-layers.ts';
import { Area } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { selectItem } from './draft.ts';
import { FindingList } from './findings.tsx';
import { ItemFields } from './item-fields.tsx';
import { ItemShape } from './item-shape.tsx';

interface ItemCardProps {
  readonly item: ScenarioItem;
  /** null: not worked out yet. */
  readonly figures: WhatIfItem | null;
  readonly stale: boolean;
  readonly open: boolean;
  readonly shaping: boolean;
}

/** 事项: what becomes of a piece of ground, and what that costs; unfolds to be changed. */
export function ItemCard({ item, figures, stale, open, shaping }: ItemCardProps) {
  const { t } = useTranslation();
  const theme = useTheme();
  const place = useRef<HTMLLIElement>(null);
  const symbol = kindSymbols[item.kind];
  const faulty = figures !== null && !figures.computed;
  const Chevron = open ? ChevronDown : ChevronRight;
  // An item that was chosen on the map comes into sight.
  useEffect(() => {
    if (open) place.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <li ref={place} className={classNames('what-if-item', open && 'what-if-item-on')}>
      <button
        type="button"
        className="what-if-item-head"
        aria-expanded={open}
        onClick={() => selectItem(open ? null : item.id)}
      >
        <Chevron size={16} aria-hidden />
        <Swatch
          symbol={{
            fill: symbol[theme],
            fillOpacity: 0.2,
            line: symbol[theme],
            lineWidth: 2,
            pattern: symbol.pattern,
            patternColor: symbol[theme],
          }}
        />
        <span className="what-if-item-name">
          <strong>{item.name}</strong>
          <small>{t(`whatIf.kind.${item.kind}`)}</small>
        </span>
        {faulty ? (
          <span className="what-if-item-faulty">
            <TriangleAlert size={16} aria-hidden />
            {t('whatIf.notComputed')}
          </span>
        ) : (
          figures && (
            <span className={classNames('what-if-item-area', stale && 'what-if-stale')}>
              <Area value={figures.areaSquareMeters} use="table" />
              <small>
                {figures.farmlandGainedSquareMeters > 0 ? t('whatIf.gainedShort') : t('whatIf.lostShort')}{' '}
                <Area
                  value={figures.farmlandGainedSquareMeters || figures.farmlandLostSquareMeters}
                  use="table"
                />
              </small>
            </span>
          )
        )}
      </button>
      {open && figures && figures.findings.length > 0 && <FindingList findings={figures.findings} />}
      {open && (
        <div className="what-if-item-body">
          <ItemShape item={item} shaping={shaping} />
          <ItemFields item={item} figures={figures} />
        </div>
      )}
    </li>
  );
}

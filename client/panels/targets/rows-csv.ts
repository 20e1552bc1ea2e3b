import type { TFunction } from 'i18next';
import type { Target, TargetRow } from '#core/contract/targets.ts';
import { areaText, squareMeters } from '#core/geometry/units.ts';
import type { Language } from '../../state/preferences.ts';
import { type Cell, csvText } from './csv.ts';
import type { SumCheck } from './sum-check.ts';

export interface RowsExport {
  readonly target: Target;
  /** Region or village whose rows these are. */
  readonly place: string;
  readonly rows: readonly TargetRow[];
  readonly check: SumCheck;
  /** All rows of the figure are in `rows`. */
  readonly complete: boolean;
  readonly demonstration: boolean;
  readonly language: Language;
  readonly t: TFunction;
}

/** 导出清单: the rows as CSV; what the figure is, its rule and whether the rows are all of it stand above them. */
export function rowsCsv(given: RowsExport): string {
  const { target, place, rows, check, complete, demonstration, language, t } = given;
  const { measured, rule } = target;
  const head: Cell[][] = [
    ...(demonstration ? [[t('targets.csv.demonstration')]] : []),
    [t('targets.csv.figure'), `${target.title[language]} · ${place} · ${target.year}`],
    [t('targets.rule'), rule.text[language]],
    [t('targets.ruleOrigin'), rule.source],
    [t('targets.source'), `${target.sourceDocument} ${target.sourceClause ?? ''}`.trim()],
    [t('targets.dataDate'), measured?.dataDate ?? ''],
    [t('targets.csv.sum'), check.sum],
    [t('targets.csv.check'), complete ? t(`targets.csv.checked.${check.state}`) : t('targets.csv.part')],
    [],
  ];
  const columns = [
    'id',
    'number',
    'villageCode',
    'village',
    'classCode',
    'class',
    'squareMeters',
    'hectares',
    'mu',
    'geometry',
  ];
  return csvText([
    ...head,
    columns.map((column) => t(`targets.csv.column.${column}`)),
    ...rows.map((row): Cell[] => {
      const area = squareMeters(row.value);
      return [
        row.id,
        row.label,
        row.regionCode,
        row.regionName,
        row.landClass,
        row.landClassName,
        Number(areaText(area, 'm2', 2)),
        Number(areaText(area, 'ha', 6)),
        Number(areaText(area, 'mu', 5)),
        Number(areaText(squareMeters(row.geometryAreaSquareMeters), 'm2', 2)),
      ];
    }),
  ]);
}

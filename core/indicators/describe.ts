import { layerById } from '#core/catalog/index.ts';
import type { Filter, Formula } from '#core/contract/indicators.ts';
import type { Bilingual } from '#core/problem.ts';
import { findCode } from '#core/vocabulary/lookup.ts';

/** 口径的话: a formula in words, made from the formula itself, so that it never says something else. */
export function formulaText(formula: Formula): Bilingual {
  const words = wordsOf(formula);
  if (!formula.minus) return words;
  const minus = formulaText(formula.minus);
  return { zh: `${words.zh} − （${minus.zh}）`, en: `${words.en} − (${minus.en})` };
}

function wordsOf(formula: Formula): Bilingual {
  const layer = layerById(formula.layer);
  const overlay = formula.overlay && {
    title: layerById(formula.overlay.layer).title,
    filters: filtersText(formula.overlay.layer, formula.overlay.filters),
  };
  const filters = filtersText(formula.layer, formula.filters);
  const value = valueText(formula);
  const aggregate = {
    sum: { zh: 'Σ ', en: 'Σ ' },
    count: { zh: '数目：', en: 'Number of ' },
    minimum: { zh: '最小值：', en: 'Least ' },
  }[formula.aggregate];
  const under = overlay && {
    zh: `落在“${overlay.title.zh}”${bracket(overlay.filters.zh)}之下的部分`,
    en: `, the parts under “${overlay.title.en}”${bracket(overlay.filters.en)}`,
  };
  return formula.aggregate === 'count'
    ? {
        zh: `${aggregate.zh}“${layer.title.zh}”${bracket(filters.zh)}${under?.zh ?? ''}`,
        en: `${aggregate.en}“${layer.title.en}”${bracket(filters.en)}${under?.en ?? ''}`,
      }
    : {
        zh: `${aggregate.zh}“${layer.title.zh}”${bracket(filters.zh)}${under ? `${under.zh}的` : '的'}${value.zh}`,
        en: `${aggregate.en}${value.en} of “${layer.title.en}”${bracket(filters.en)}${under?.en ?? ''}`,
      };
}

function bracket(text: string): string {
  return text === '' ? '' : `〔${text}〕`;
}

function valueText({ layer, value }: Formula): Bilingual {
  const { fields, areaField } = layerById(layer);
  const named = (name: string) => fields.find((field) => field.name === name)?.title;
  if (value === 'rows') return { zh: '行数', en: 'rows' };
  if (value === 'geometry') return { zh: '椭球面积', en: 'ellipsoidal area' };
  if (value === 'signed')
    return (
      named('class_area') ??
      (areaField ? named(areaField) : undefined) ?? { zh: '椭球面积', en: 'ellipsoidal area' }
    );
  return named(value) ?? { zh: value, en: value };
}

function filtersText(layer: Formula['layer'], filters: readonly Filter[]): Bilingual {
  const parts = filters.map((filter) => filterText(layer, filter));
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
}

function filterText(layerId: Formula['layer'], filter: Filter): Bilingual {
  const field = layerById(layerId).fields.find(({ name }) => name === filter.field);
  const title = field?.title ?? { zh: filter.field, en: filter.field };
  if ('year' in filter) {
    const sign = { '=': '=', '<=': '≤', '>=': '≥' }[filter.year];
    return { zh: `${title.zh} ${sign} 目标年度`, en: `${title.en} ${sign} the target’s year` };
  }
  if ('holdsPlace' in filter) {
    return { zh: `${title.zh}含目标所指地点`, en: `${title.en} holds the target’s place` };
  }
  if ('atLeast' in filter) return both(title, ` ≥ ${filter.atLeast}`);
  if ('atMost' in filter) return both(title, ` ≤ ${filter.atMost}`);
  const values = 'in' in filter ? filter.in : filter.notIn;
  const names = values.map((value) => codeName(field?.codes, value));
  const sign = 'in' in filter ? '=' : '≠';
  return {
    zh: `${title.zh} ${sign} ${names.map(({ zh }) => zh).join('、')}`,
    en: `${title.en} ${sign} ${names.map(({ en }) => en).join(', ')}`,
  };
}

function both({ zh, en }: Bilingual, text: string): Bilingual {
  return { zh: zh + text, en: en + text };
}

/** A code with its name; land classes are named by the scheme of the survey. */
function codeName(codes: string | undefined, value: string | number): Bilingual {
  const land = codes === '$land';
  const entry = codes === undefined ? undefined : findCode(land ? 'sandiao@2019' : codes, String(value));
  if (!entry) return { zh: String(value), en: String(value) };
  const { zh, en } = entry;
  return land ? { zh: `${value} ${zh}`, en: `${value} ${en}` } : { zh, en };
}

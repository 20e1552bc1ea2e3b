import { findingMessage } from '#core/imports/messages.ts';
import { type Bilingual, Problem } from '#core/problem.ts';

/** 值无效: a field of a change, or of its cause, that cannot be stored as it is given. */
export function invalidValue(field: string, reason: Bilingual, value?: unknown): Problem {
  return new Problem({
    type: 'invalid-value',
    status: 422,
    title: { zh: '填写的内容无效', en: 'A value cannot be stored' },
    detail: { zh: `${reason.zh}，未作任何改动。`, en: `${reason.en}; nothing was changed.` },
    next: { zh: '请改正该项后重新保存。', en: 'Correct it and save again.' },
    place: {
      field: field.slice(0, 63),
      ...(value === undefined || value === null ? {} : { value: String(value).slice(0, 200) }),
    },
  });
}

/** {@link invalidValue} with the sentence of a finding; the field's title fills `{field}`. */
export function invalidByFinding(
  code: string,
  field: { readonly name: string; readonly title: Bilingual },
  context: Readonly<Record<string, string | number>>,
): Problem {
  return invalidValue(
    field.name,
    {
      zh: findingMessage({ code, context: { ...context, field: field.title.zh } }).zh,
      en: findingMessage({ code, context: { ...context, field: field.title.en } }).en,
    },
    context.value,
  );
}

export function invalidOutline(reason: Bilingual, place?: string): Problem {
  return new Problem({
    type: 'invalid-geometry',
    status: 422,
    title: { zh: '图形无效', en: 'Invalid geometry' },
    detail: { zh: `${reason.zh}，未作任何改动。`, en: `${reason.en}; nothing was changed.` },
    next: { zh: '请在地图上修正该处后重新保存。', en: 'Mend the place on the map and save again.' },
    place: { field: 'geometry', ...(place === undefined ? {} : { value: place.slice(0, 200) }) },
  });
}

export function tooManyVertices(count: number, limit: number): Problem {
  return new Problem({
    type: 'too-many-vertices',
    status: 413,
    title: { zh: '图形的点太多', en: 'The outline has too many points' },
    detail: {
      zh: `图形有 ${count} 个点，上限为 ${limit} 个，未作任何改动。`,
      en: `The outline has ${count} points; the limit is ${limit}. Nothing was changed.`,
    },
    next: { zh: '请拆分图形，或用文件导入。', en: 'Split the outline, or import it from a file.' },
    place: { field: 'geometry', value: String(count) },
  });
}

/** 不在区划内. */
export function outsideRegions(detail: Bilingual): Problem {
  return new Problem({
    type: 'outside-regions',
    status: 422,
    title: { zh: '图形不在行政区划内', en: 'The outline lies in no region' },
    detail,
    next: { zh: '请核对坐标系和位置后重新绘制。', en: 'Check the place and its CRS and draw it again.' },
    place: { field: 'geometry' },
  });
}

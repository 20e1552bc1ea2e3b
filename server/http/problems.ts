import { type Bilingual, Problem } from '#core/problem.ts';

/** 请求参数无效: the request does not fit the contract; names the field. */
export function invalidRequest(field: string, reason: Bilingual, value?: string): Problem {
  return new Problem({
    type: 'invalid-request',
    status: 400,
    title: { zh: '请求参数无效', en: 'Invalid request' },
    detail: { zh: `参数“${field}”无效：${reason.zh}`, en: `Parameter “${field}” is invalid: ${reason.en}` },
    next: {
      zh: '请按接口说明（/api/openapi.json）更正后重试。',
      en: 'Correct it as /api/openapi.json says and try again.',
    },
    place: { field, ...(value === undefined ? {} : { value: value.slice(0, 200) }) },
  });
}

export function unknownLayer(layer: string): Problem {
  return new Problem({
    type: 'unknown-layer',
    status: 404,
    title: { zh: '没有这个图层', en: 'No such layer' },
    detail: { zh: `图层“${layer}”不在图层目录中。`, en: `Layer “${layer}” is not in the catalogue.` },
    next: { zh: '请在 /api/layers 中查看可用图层。', en: 'See /api/layers for the layers there are.' },
    place: { layer: layer.slice(0, 100) },
  });
}

export function featureNotFound(layer: string, id: number): Problem {
  return new Problem({
    type: 'feature-not-found',
    status: 404,
    title: { zh: '没有这个要素', en: 'No such feature' },
    detail: {
      zh: `图层“${layer}”中没有编号为 ${id} 的现行要素。`,
      en: `Layer “${layer}” has no current feature ${id}.`,
    },
    next: {
      zh: '它可能已被撤销或更新，请在地图上重新点选。',
      en: 'It may have been withdrawn or replaced: click the map again.',
    },
    place: { layer, value: String(id) },
  });
}

export function notFound(path: string): Problem {
  return new Problem({
    type: 'not-found',
    status: 404,
    title: { zh: '没有这个地址', en: 'Not found' },
    detail: { zh: `地址 ${path.slice(0, 200)} 不存在。`, en: `There is nothing at ${path.slice(0, 200)}.` },
    next: { zh: '请检查地址，或从首页进入。', en: 'Check the address, or start from the home page.' },
  });
}

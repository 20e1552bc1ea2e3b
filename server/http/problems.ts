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

export function bodyTooLarge(limit: string): Problem {
  return new Problem({
    type: 'body-too-large',
    status: 413,
    title: { zh: '请求内容过大', en: 'The body is too large' },
    detail: {
      zh: `请求内容上限为 ${limit.toUpperCase()}，未作任何改动。`,
      en: `The limit of the body is ${limit.toUpperCase()}; nothing was changed.`,
    },
    next: { zh: '请减少一次提交的内容。', en: 'Send less at a time.' },
  });
}

export function slowBody(seconds: number): Problem {
  return new Problem({
    type: 'body-too-slow',
    status: 408,
    title: { zh: '请求内容迟迟未到', en: 'The body came too slowly' },
    detail: {
      zh: `请求内容 ${seconds} 秒内未收完，未作任何改动。`,
      en: `The body was not complete within ${seconds} s; nothing was changed.`,
    },
    next: { zh: '请检查网络后重试。', en: 'Check the network and try again.' },
  });
}

export function methodRefused(method: string): Problem {
  return new Problem({
    type: 'method-not-allowed',
    status: 405,
    title: { zh: '不支持的请求方法', en: 'Method not allowed' },
    detail: {
      zh: `本系统不接受 ${method.slice(0, 20)} 请求。`,
      en: `This system takes no ${method.slice(0, 20)} requests.`,
    },
    next: {
      zh: '请按接口说明（/api/openapi.json）使用请求方法。',
      en: 'Use the methods that /api/openapi.json names.',
    },
  });
}

/** 报文有误: a request that Node could not read as HTTP. */
export function unreadableRequest(status: 400 | 408 | 417 | 431): Problem {
  const reasons = {
    400: { zh: '请求不是有效的 HTTP 报文。', en: 'The request is not valid HTTP.' },
    408: { zh: '请求迟迟没有收完。', en: 'The request was not complete in time.' },
    417: { zh: '不支持请求所期望的行为（Expect）。', en: 'What the request expects is not supported.' },
    431: { zh: '请求头过大。', en: 'The header fields are too large.' },
  } as const;
  return new Problem({
    type: 'unreadable-request',
    status,
    title: { zh: '请求无法识别', en: 'The request cannot be read' },
    detail: reasons[status],
    next: {
      zh: '请用浏览器或标准的 HTTP 程序访问。',
      en: 'Use a browser or a standard HTTP program.',
    },
  });
}

export function conditionNotMet(status: 412 | 416): Problem {
  return new Problem({
    type: status === 412 ? 'condition-not-met' : 'range-not-satisfiable',
    status,
    title: { zh: '条件不满足', en: 'The condition is not met' },
    detail: {
      zh: status === 412 ? '文件与 If-Match 等条件不符。' : '文件没有所要的这一段。',
      en: status === 412 ? 'The file does not meet If-Match or its like.' : 'The file has no such range.',
    },
    next: { zh: '请去掉该条件后重试。', en: 'Ask again without the condition.' },
  });
}

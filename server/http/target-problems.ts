import { Problem } from '#core/problem.ts';

export function regionNotFound(code: string): Problem {
  return new Problem({
    type: 'region-not-found',
    status: 404,
    title: { zh: '没有这个区域', en: 'No such region' },
    detail: {
      zh: `区划代码 ${code} 不在本系统的行政区划中。`,
      en: `Region code ${code} is not among the regions here.`,
    },
    next: {
      zh: '请从区域选择框选取，或在 /api/workspace 查看代码。',
      en: 'Pick it from the region picker, or see /api/workspace.',
    },
    place: { field: 'region', value: code },
  });
}

export function targetNotFound(id: number): Problem {
  return new Problem({
    type: 'target-not-found',
    status: 404,
    title: { zh: '没有这个指标', en: 'No such target' },
    detail: { zh: `没有编号为 ${id} 的现行控制指标。`, en: `There is no current target ${id}.` },
    next: { zh: '请从耕地保护面板重新打开。', en: 'Open it again from the farmland panel.' },
    place: { value: String(id) },
  });
}

export function targetNotMeasured(id: number): Problem {
  return new Problem({
    type: 'target-not-measured',
    status: 404,
    title: { zh: '该指标尚无量算口径', en: 'This target is not measured' },
    detail: {
      zh: `指标 ${id} 没有对应的图层可以量算，或其范围超出您可见的区域。`,
      en: `No layer measures target ${id} yet, or it reaches beyond what you may see.`,
    },
    next: { zh: '它不会显示为达标；请人工核对。', en: 'It is never shown as held; check it by hand.' },
    place: { value: String(id) },
  });
}

export function targetExists(indicator: string): Problem {
  return new Problem({
    type: 'target-exists',
    status: 409,
    title: { zh: '已有同样的指标', en: 'There is such a target already' },
    detail: {
      zh: `该地区、年度和地点已有指标 ${indicator}，未作任何改动。`,
      en: `This region, year and place have a target ${indicator} already; nothing was changed.`,
    },
    next: { zh: '请修订已有的那一个。', en: 'Revise the one there is.' },
    place: { field: 'indicator', value: indicator },
  });
}

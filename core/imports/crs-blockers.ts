import type { Blocker } from '#core/contract/imports.ts';
import { type Crs, toLonLat } from '#core/geometry/crs.ts';
import type { CrsGuess } from '#core/geometry/guess-crs.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import type { Bilingual } from '#core/problem.ts';

// What a person is asked about a file's CRS: what was found, why it is not enough, what to do, and the setting that settles it.

interface Outside {
  readonly file: string;
  readonly box: LonLatBox | null;
  readonly districtBox: LonLatBox;
  readonly swapAxes: boolean;
}

export function unknownBlocker(
  file: string,
  zh: string,
  en: string,
  guesses: readonly CrsGuess[] = [],
): Blocker {
  const guess = guesses.find(({ inExpectedPlace, swapped }) => inExpectedPlace && !swapped);
  return {
    type: 'crs-unknown',
    title: { zh: '坐标系未知', en: 'The CRS is not known' },
    detail: { zh: `${file}：${zh}。`, en: `${file}: ${en}.` },
    next: {
      zh: `请在列表中选择坐标系${guess ? `；数值看起来像 ${guess.crs.name.zh}（EPSG:${guess.crs.epsg}）` : ''}。`,
      en: `Choose the CRS from the list${guess ? `; the numbers look like ${guess.crs.name.en} (EPSG:${guess.crs.epsg})` : ''}.`,
    },
    field: 'crs',
    settle: guess ? { crs: guess.crs.epsg } : null,
  };
}

export function refusedBlocker(file: string, reason: Bilingual): Blocker {
  return {
    type: 'crs-refused',
    title: { zh: '坐标系不能使用', en: 'This CRS cannot be used' },
    detail: { zh: `${file}：${reason.zh}`, en: `${file}: ${reason.en}` },
    next: {
      zh: '请转换到 CGCS2000 后重新导入；若声明有误，请手工选择正确的坐标系。',
      en: 'Convert the file to CGCS2000 and import it again; if the declaration is wrong, choose the right CRS.',
    },
    field: 'crs',
    settle: null,
  };
}

export function confirmBlocker(file: string, { crs, reason }: CrsGuess): Blocker {
  return {
    type: 'crs-unconfirmed',
    title: { zh: '坐标系需要确认', en: 'The CRS needs your answer' },
    detail: {
      zh: `${file}：没有坐标系声明。${reason.zh}。`,
      en: `${file}: no CRS is declared. ${reason.en}.`,
    },
    next: {
      zh: `请确认为 ${crs.name.zh}（EPSG:${crs.epsg}），或另选坐标系。`,
      en: `Confirm ${crs.name.en} (EPSG:${crs.epsg}), or choose another CRS.`,
    },
    field: 'crs',
    settle: { crs: crs.epsg },
  };
}

export function swappedBlocker(file: string, crs: Crs): Blocker {
  const lonLat = crs.kind === 'geographic';
  return {
    type: 'axes-swapped',
    title: { zh: '坐标两列互换', en: 'The axes are swapped' },
    detail: {
      zh: `${file}：第一列是${lonLat ? '纬度' : '北坐标（X）'}，第二列是${lonLat ? '经度' : '东坐标（Y）'}，与${crs.name.zh}的文件惯例相反；互换后落在本区。`,
      en: `${file}: the first column is ${lonLat ? 'latitude' : 'northing'}, the second ${lonLat ? 'longitude' : 'easting'}, against the habit of files in ${crs.name.en}; exchanged, the data lie in this district.`,
    },
    next: {
      zh: '请在地图上核对位置，确认互换两列后再导入。',
      en: 'Check the place on the map and confirm that the columns are exchanged.',
    },
    field: 'swapAxes',
    settle: { swapAxes: true },
  };
}

export function contradictedBlocker(
  file: string,
  crs: Crs,
  by: 'choice' | 'declared' | 'guessed' | 'none',
  other: CrsGuess,
): Blocker {
  const said =
    by === 'choice'
      ? { zh: '选择的', en: 'The chosen CRS is' }
      : by === 'declared'
        ? { zh: '声明为', en: 'The file declares' }
        : { zh: '按', en: 'Taken as' };
  return {
    type: 'crs-contradicted',
    title: { zh: '坐标系与坐标不符', en: 'The CRS contradicts the coordinates' },
    detail: {
      zh: `${file}：${said.zh} ${crs.name.zh}（EPSG:${crs.epsg}），但坐标按它不在本区；${other.reason.zh}（EPSG:${other.crs.epsg}）。`,
      en: `${file}: ${said.en} ${crs.name.en} (EPSG:${crs.epsg}), but read so the coordinates lie outside this district; ${other.reason.en} (EPSG:${other.crs.epsg}).`,
    },
    next: {
      zh: '请选择正确的坐标系；声明与坐标矛盾时系统不替您决定。',
      en: 'Choose the right CRS; where declaration and coordinates disagree nothing is decided for you.',
    },
    field: 'crs',
    settle: { crs: other.crs.epsg, ...(other.swapped ? { swapAxes: true } : {}) },
  };
}

export function outsideBlocker({ file, box, districtBox, swapAxes }: Outside, crs: Crs): Blocker {
  const [x, y] = box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : [Number.NaN, Number.NaN];
  const [lon, lat] = swapAxes ? toLonLat(crs, y, x) : toLonLat(crs, x, y);
  const place = `${lon.toFixed(4)}, ${lat.toFixed(4)}`;
  const expected = districtBox.map((value) => value.toFixed(2)).join(', ');
  return {
    type: 'outside-district',
    title: { zh: '坐标不在本区范围内', en: 'The coordinates lie outside this district' },
    detail: {
      zh: `${file}：按 ${crs.name.zh}（EPSG:${crs.epsg}），数据中心在 ${place}，本区范围为 ${expected}（经纬度）。`,
      en: `${file}: read as ${crs.name.en} (EPSG:${crs.epsg}) the data centre on ${place}; this district is ${expected} (lon/lat).`,
    },
    next: {
      zh: '请检查坐标系；确属区外数据时请明确确认。',
      en: 'Check the CRS; if the data really lie elsewhere, confirm it explicitly.',
    },
    field: 'crs',
    settle: { confirmOutside: true },
  };
}

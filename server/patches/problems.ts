import { type Bilingual, Problem } from '#core/problem.ts';

/* 拒绝上报: why an operation on a patch is not kept. The device keeps it, shows the sentence, and can export it. */

function refusal(
  type: string,
  status: number,
  title: Bilingual,
  detail: Bilingual,
  next: Bilingual,
  field?: string,
): Problem {
  return new Problem({
    type,
    status,
    title,
    detail: { zh: `${detail.zh}未登记。`, en: `${detail.en} It was not kept.` },
    next,
    ...(field === undefined ? {} : { place: { field } }),
  });
}

const keep = {
  zh: '记录仍在手机上，可导出后交办公室处理。',
  en: 'It stays on the device; export it and hand it to the office.',
};

export const unreadableOperation = (field: string) =>
  refusal(
    'operation-unreadable',
    400,
    { zh: '记录内容不完整', en: 'The record is not complete' },
    { zh: `该记录的“${field}”无法识别，`, en: `“${field}” of this record cannot be read.` },
    keep,
    field.slice(0, 63),
  );

export const operationIdReused = () =>
  refusal(
    'operation-id-reused',
    409,
    { zh: '记录编号已被占用', en: 'The id of the record is taken' },
    { zh: '同一编号已登记过另一内容，', en: 'Another content was kept under the same id.' },
    keep,
    'id',
  );

export const makerNotOfField = () =>
  refusal(
    'maker-not-of-field',
    403,
    { zh: '记录人没有这里的外业权限', en: 'Its maker does not work in the field here' },
    {
      zh: '记录中的人员从未在这个地区办理图斑，',
      en: 'The person it names has never worked on patches of this region.',
    },
    {
      zh: '请核对文件来源；确属本人所记的，请管理员先授予其外业权限再代传。',
      en: 'Check where the file is from; if that person did make it, let an administrator grant them the field role first.',
    },
    'person',
  );

export const operationNotYours = () =>
  refusal(
    'operation-not-yours',
    403,
    { zh: '不是本人的记录', en: 'The record is not yours' },
    { zh: '记录中的人员与登录人员不同，', en: 'It was made by somebody else than who is signed in.' },
    {
      zh: '请由本人登录后上报，或导出后由所员代传。',
      en: 'Let its maker sign in, or let an inspector load the exported file.',
    },
    'person',
  );

export const operationNotAllowed = (field?: string) =>
  refusal(
    'operation-not-allowed',
    403,
    { zh: '无权限', en: 'Not allowed' },
    { zh: '您在该图斑所在区域没有这项权限，', en: 'You do not have this right in the region of the patch.' },
    { zh: '请联系所员或安全管理员。', en: 'Ask the inspector or the security administrator.' },
    field,
  );

export const reasonMissing = () =>
  refusal(
    'reason-required',
    422,
    { zh: '须写明理由', en: 'A reason is required' },
    { zh: '这一步须写明理由，', en: 'This step needs a reason.' },
    { zh: '请补写理由后重新提交。', en: 'Write the reason and send it again.' },
    'reason',
  );

export const stepOutOfOrder = (step: string, from: string) =>
  refusal(
    'step-out-of-order',
    409,
    { zh: '不合流程', en: 'The step does not follow' },
    { zh: `不能从“${from}”办理“${step}”，`, en: `“${step}” does not follow from “${from}”.` },
    { zh: '请刷新图斑后按现状办理。', en: 'Reload the patch and go on from its present state.' },
    'step',
  );

export const flaggedTwice = () =>
  refusal(
    'patch-exists',
    409,
    { zh: '图斑已存在', en: 'The patch exists' },
    { zh: '该图斑编号已由另一条记录建立，', en: 'Another record began a patch under this id.' },
    keep,
    'patch',
  );

export const fieldMissing = (field: string) =>
  refusal(
    'invalid-value',
    422,
    { zh: '缺少必填项', en: 'A required field is missing' },
    { zh: `缺少“${field}”，`, en: `“${field}” is missing.` },
    { zh: '请补填后重新提交。', en: 'Fill it in and send it again.' },
    field,
  );

export const patrolOutsideRegions = () =>
  refusal(
    'outside-regions',
    422,
    { zh: '轨迹不在已知区域内', en: 'The track lies in no known region' },
    {
      zh: '巡查轨迹不在任何已知的村、镇街或区内，',
      en: 'The track lies in no known village, town or district.',
    },
    keep,
    'points',
  );

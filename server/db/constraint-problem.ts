import { type Bilingual, Problem, type ProblemPlace } from '#core/problem.ts';
import { DatabaseError } from './database.ts';
import { geometryEngineFailed } from './errors.ts';
import { troubleProblem } from './trouble-problem.ts';

/**
 * 约束 → 问题: the Problem for what the database refused, or `undefined` when the error is a bug of ours (a wrong statement).
 * Constraints are named `table_column_reason`; the name is told as `field`, so a screen can point at it.
 */
export function constraintProblem(error: unknown): Problem | undefined {
  if (!(error instanceof DatabaseError)) return undefined;
  const { constraint, column, table } = error;
  const rule =
    (constraint ? byReason.find(([ending]) => constraint.endsWith(ending))?.[1] : undefined) ??
    byCode[error.code];
  if (!rule) return troubleProblem(error);
  const field = column ?? constraint;
  const place: ProblemPlace = { ...(table ? { layer: table } : {}), ...(field ? { field } : {}) };
  return new Problem({ ...rule, place, cause: error });
}

interface Rule {
  readonly type: string;
  readonly status: number;
  readonly title: Bilingual;
  readonly detail: Bilingual;
  readonly next: Bilingual;
}

const invalidGeometry: Rule = {
  type: 'geometry-invalid',
  status: 422,
  title: { zh: '图形无效', en: 'Invalid geometry' },
  detail: {
    zh: '图形自相交或环不闭合，不能保存，也不能参与叠加。',
    en: 'The geometry crosses itself or a ring is not closed; it can be neither stored nor overlaid.',
  },
  next: {
    zh: '用质检找到并修正该处，再重试。',
    en: 'Find and mend the place with the checks, then try again.',
  },
};

const byReason: readonly (readonly [string, Rule])[] = [
  ['_geom_valid', invalidGeometry],
  [
    '_geom_not_empty',
    {
      ...invalidGeometry,
      type: 'geometry-empty',
      title: { zh: '图形为空', en: 'Empty geometry' },
      detail: { zh: '图形没有任何面积。', en: 'The geometry is empty.' },
      next: { zh: '绘制或导入一个面。', en: 'Draw or import a polygon.' },
    },
  ],
  [
    '_region_code_format',
    {
      type: 'region-code-invalid',
      status: 422,
      title: { zh: '区划代码有误', en: 'Invalid region code' },
      detail: { zh: '区划代码应为 6 位或 12 位数字。', en: 'A region code has 6 or 12 digits.' },
      next: { zh: '改正区划代码。', en: 'Correct the region code.' },
    },
  ],
];

const byCode: Readonly<Record<string, Rule>> = {
  [geometryEngineFailed]: invalidGeometry,
  '23505': {
    type: 'already-exists',
    status: 409,
    title: { zh: '已经存在', en: 'Already exists' },
    detail: { zh: '已有相同的记录。', en: 'There is such a record already.' },
    next: { zh: '修改现有记录，或换一个编号。', en: 'Change the existing record, or use another number.' },
  },
  '23503': {
    type: 'reference-missing',
    status: 409,
    title: { zh: '引用的记录不存在', en: 'A referenced record is missing' },
    detail: {
      zh: '所引用的记录不存在，或仍被别的记录引用。',
      en: 'The record referred to does not exist, or others still refer to this one.',
    },
    next: { zh: '刷新后重试。', en: 'Reload and try again.' },
  },
  '23502': {
    type: 'value-missing',
    status: 422,
    title: { zh: '缺少必填项', en: 'A required value is missing' },
    detail: { zh: '有必填项未填写。', en: 'A required value was not given.' },
    next: { zh: '补全后重试。', en: 'Fill it in and try again.' },
  },
  '23514': {
    type: 'value-refused',
    status: 422,
    title: { zh: '数值不符合规定', en: 'A value breaks a rule' },
    detail: { zh: '有一项数值不符合数据规定。', en: 'A value breaks a rule of the data.' },
    next: { zh: '按字段说明改正后重试。', en: 'Correct it as the field says and try again.' },
  },
  '22003': {
    type: 'value-out-of-range',
    status: 422,
    title: { zh: '数值超出范围', en: 'A value is out of range' },
    detail: { zh: '有一项数值过大或过小。', en: 'A number is too large or too small.' },
    next: { zh: '检查单位和小数点。', en: 'Check its unit and decimal point.' },
  },
  '40001': {
    type: 'try-again',
    status: 409,
    title: { zh: '与他人的修改冲突', en: 'Conflict with another change' },
    detail: { zh: '同一数据正被他人修改。', en: 'Somebody else changed the same data at the same moment.' },
    next: { zh: '刷新后重试。', en: 'Reload and try again.' },
  },
};

import { nextOf, type RecordedStep } from '#core/batches/course.ts';
import { checkTitles } from '#core/batches/messages.ts';
import type { BatchCheck, BatchStatus, BatchStep } from '#core/contract/batches.ts';
import { type Bilingual, Problem } from '#core/problem.ts';

export const stepTitles: Readonly<Record<BatchStep, Bilingual>> = {
  planned: { zh: '计划', en: 'planned' },
  assembled: { zh: '组卷', en: 'assemble' },
  submitted: { zh: '上报', en: 'submit' },
  approved: { zh: '批准', en: 'approve' },
  'carried-out': { zh: '实施', en: 'carry out' },
  returned: { zh: '退回', en: 'return' },
  undone: { zh: '撤销实施', en: 'undo carrying out' },
};

const stageTitles: Readonly<Record<BatchStatus, Bilingual>> = {
  planned: { zh: '计划', en: 'planned' },
  assembled: { zh: '已组卷', en: 'assembled' },
  submitted: { zh: '已上报', en: 'submitted' },
  approved: { zh: '已批准', en: 'approved' },
  'carried-out': { zh: '已实施', en: 'carried out' },
};

export function batchNotFound(id: number): Problem {
  return new Problem({
    type: 'batch-not-found',
    status: 404,
    title: { zh: '没有这个批次', en: 'No such batch' },
    detail: { zh: `没有编号为 ${id} 的现行批次。`, en: `There is no batch ${id} in force.` },
    next: { zh: '请在批次台账中重新选择。', en: 'Choose one from the list of batches.' },
    place: { layer: 'conversion_batches', value: String(id) },
  });
}

export function outOfOrder(step: RecordedStep, status: BatchStatus, renew: boolean): Problem {
  const next = nextOf(status, renew);
  const list = (language: keyof Bilingual) =>
    next.map((one) => stepTitles[one][language]).join(language === 'zh' ? '、' : ', ');
  return new Problem({
    type: 'batch-out-of-order',
    status: 409,
    title: { zh: '办理次序不对', en: 'Not the next step' },
    detail: {
      zh: `批次现为“${stageTitles[status].zh}”，不能办理“${stepTitles[step].zh}”，未作任何改动。`,
      en: `The batch is ${stageTitles[status].en}; “${stepTitles[step].en}” is not its next step. Nothing was changed.`,
    },
    next: { zh: `此时可办理：${list('zh')}。`, en: `What can be done now: ${list('en')}.` },
    place: { field: 'step', value: step },
  });
}

/** 检查不通过: names each check that blocks, and what it found. */
export function blocked(step: RecordedStep, checks: readonly BatchCheck[]): Problem {
  const told = (language: keyof Bilingual) =>
    checks
      .flatMap(({ code, result, findings }) => [
        checkTitles[code][language] +
          (result === 'not-run' ? { zh: '（未能检查）', en: ' (not checked)' }[language] : ''),
        ...findings
          .filter(({ severity }) => severity === 'error')
          .slice(0, 3)
          .map(({ message }) => message[language]),
      ])
      .join(language === 'zh' ? '；' : '; ');
  return new Problem({
    type: 'batch-blocked',
    status: 409,
    title: { zh: '检查不通过', en: 'A check blocks this step' },
    detail: {
      zh: `不能办理“${stepTitles[step].zh}”：${told('zh')}。未作任何改动。`,
      en: `“${stepTitles[step].en}” is blocked: ${told('en')}. Nothing was changed.`,
    },
    next: {
      zh: '请调整地块或补齐数据，检查通过后再办理。',
      en: 'Change the parcels or bring in what is missing; go on when the checks pass.',
    },
    place: { field: 'checks', value: checks.map(({ code }) => code).join(',') },
  });
}

/** 账已过期: the land is no longer what the pieces were cut from. */
export function accountStale(step: RecordedStep, what?: string): Problem {
  return new Problem({
    type: 'account-stale',
    status: 409,
    title: { zh: '现状已变化', en: 'The land has changed' },
    detail: {
      zh: `批次下的${what ? `图斑 ${what} ` : '土地或地块'}在组卷之后变过，不能按旧账“${stepTitles[step].zh}”，未作任何改动。`,
      en: `${what ? `Land parcel ${what}` : 'The land or a parcel of the batch'} changed since the account was assembled; “${stepTitles[step].en}” cannot be done on the old one. Nothing was changed.`,
    },
    next:
      step === 'undone'
        ? {
            zh: '请先恢复实施之后对这些图斑所作的修改，再撤销实施。',
            en: 'Restore what was changed of these parcels since, then undo.',
          }
        : { zh: '请重新组卷，再上报、批准。', en: 'Assemble it again, then submit and approve it again.' },
    place: { field: 'step', value: what ?? step },
  });
}

export function alreadyEntered(field: string, entry: number): Problem {
  return new Problem({
    type: 'already-entered',
    status: 409,
    title: { zh: '已经登记过', en: 'Entered already' },
    detail: {
      zh: `台账第 ${entry} 条已经登记，未作任何改动。`,
      en: `Entry ${entry} of the ledger says so already; nothing was changed.`,
    },
    next: {
      zh: '如原条目有误，请先冲销再登记。',
      en: 'If that entry is wrong, take it back first.',
    },
    place: { field, value: String(entry) },
  });
}

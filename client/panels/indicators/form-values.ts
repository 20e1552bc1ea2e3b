import type { SentenceReading } from '#core/contract/indicators.ts';
import type { Target } from '#core/contract/targets.ts';
import { canonicalValue, reportedUnit } from '#core/targets/reported.ts';

export type Comparator = Target['comparator'];
export const COMPARATORS: readonly Comparator[] = ['>=', '<=', '='];

/** 录入表: everything as it was typed. */
export interface TargetForm {
  readonly indicator: string;
  readonly region: string;
  readonly year: string;
  readonly comparator: Comparator;
  readonly reportedText: string;
  readonly reportedUnit: string;
  readonly place: string;
  readonly sourceDocument: string;
  readonly sourceClause: string;
  readonly note: string;
  readonly reason: string;
}

export const emptyForm: TargetForm = {
  indicator: '',
  region: '',
  year: '',
  comparator: '>=',
  reportedText: '',
  reportedUnit: '公顷',
  place: '',
  sourceDocument: '',
  sourceClause: '',
  note: '',
  reason: '',
};

/** Which box cannot be taken, and why; keys under `indicators.fault`. */
export type FormFaults = { readonly [field in keyof TargetForm]?: 'required' | 'year' | 'number' | 'unit' };

export function formFaults(form: TargetForm): FormFaults {
  const year = Number(form.year);
  const required = (
    ['indicator', 'region', 'reportedText', 'reportedUnit', 'sourceDocument'] as const
  ).filter((field) => form[field].trim() === '');
  return {
    ...Object.fromEntries(required.map((field) => [field, 'required' as const])),
    ...(!/^\d{4}$/.test(form.year.trim()) || year < 1950 || year > 2150 ? { year: 'year' } : {}),
    ...(form.reportedUnit.trim() !== '' && !reportedUnit(form.reportedUnit.trim())
      ? { reportedUnit: 'unit' }
      : form.reportedText.trim() !== '' && !canonicalValue(form.reportedText, form.reportedUnit)
        ? { reportedText: 'number' }
        : {}),
    ...(form.reason.trim().length < 2 ? { reason: 'required' } : {}),
  };
}

/** The contract's content of a form without faults. */
export function targetContent(form: TargetForm) {
  const given = (field: 'place' | 'sourceClause' | 'note') =>
    form[field].trim() ? { [field]: form[field].trim() } : {};
  return {
    year: Number(form.year),
    comparator: form.comparator,
    reportedText: form.reportedText.trim(),
    reportedUnit: form.reportedUnit.trim(),
    sourceDocument: form.sourceDocument.trim(),
    ...given('place'),
    ...given('sourceClause'),
    ...given('note'),
  } as {
    year: number;
    comparator: Comparator;
    reportedText: string;
    reportedUnit: string;
    sourceDocument: string;
    place?: string;
    sourceClause?: string;
    note?: string;
  };
}

/** 修订表 of a target as it stands. */
export function formOfTarget(target: Target): TargetForm {
  return {
    ...emptyForm,
    indicator: target.indicator,
    region: target.regionCode,
    year: String(target.year),
    comparator: target.comparator,
    reportedText: target.reportedText,
    reportedUnit: target.reportedUnit,
    place: target.place ?? '',
    sourceDocument: target.sourceDocument,
    sourceClause: target.sourceClause ?? '',
    note: target.note ?? '',
  };
}

export type Proposal = SentenceReading['proposals'][number];

/** What was read, as a form: what was not read stays empty, for a person to fill in. */
export function formOfProposal(
  proposal: Proposal,
  shared: Pick<TargetForm, 'region' | 'sourceDocument' | 'sourceClause' | 'reason'>,
): TargetForm {
  return {
    ...emptyForm,
    ...shared,
    indicator: proposal.indicator ?? '',
    region: proposal.regionCode ?? shared.region,
    year: proposal.year === null ? '' : String(proposal.year),
    comparator: proposal.comparator,
    reportedText: proposal.reportedText,
    reportedUnit: proposal.reportedUnit,
    place: proposal.place ?? '',
  };
}

/** Units that a document usually prints. */
export const USUAL_UNITS = ['公顷', '亩', '万亩', '平方米', '平方公里', '个', '户', '万元', '%'] as const;

/** The printed figure in m²; null when it is no area, or cannot be read. */
export function figureInSquareMeters(text: string, unit: string): number | null {
  const read = canonicalValue(text, unit);
  return read?.kind === 'area' ? read.value : null;
}

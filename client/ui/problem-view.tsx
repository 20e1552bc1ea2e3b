import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import './problem-view.css';

interface ProblemViewProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** 出错说明: what happened, where, and what to do next; the server's own sentences when it gave any. */
export function ProblemView({ error, onRetry }: ProblemViewProps) {
  const { t } = useTranslation();
  const { title, detail, next, place } = useProblemText(error);
  return (
    <div className="problem" role="alert">
      <TriangleAlert size={18} aria-hidden />
      <div>
        <strong>{title}</strong>
        {detail && <p>{detail}</p>}
        {place && <p className="problem-place">{place}</p>}
        {next && <p className="problem-next">{next}</p>}
        {onRetry && <Button onClick={onRetry}>{t('ui.retry')}</Button>}
      </div>
    </div>
  );
}

interface ProblemText {
  readonly title: string;
  readonly detail: string;
  readonly next: string;
  /** File, layer, row, field and value, when the problem names any. */
  readonly place: string;
}

/** Sentences of any thrown value. */
export function useProblemText(error: unknown): ProblemText {
  const { t } = useTranslation();
  if (isMissingPart(error)) {
    return {
      title: t('problem.unreachable.title'),
      detail: t('problem.unreachable.detail'),
      next: t('problem.unreachable.next'),
      place: '',
    };
  }
  if (!(error instanceof ApiProblem)) {
    return { title: t('problem.bug.title'), detail: String(error), next: t('problem.bug.next'), place: '' };
  }
  const { title, detail, next, file, layer, row, field, value } = error.body;
  const place = [
    file && t('problem.place.file', { file }),
    layer && t('problem.place.layer', { layer }),
    row !== undefined && t('problem.place.row', { row }),
    field && t('problem.place.field', { field }),
    value && t('problem.place.value', { value }),
  ];
  if (title) return { title, detail, next, place: place.filter(Boolean).join(' · ') };
  const own = error.type === 'server-unreachable' ? 'unreachable' : 'unexpected';
  return {
    title: t(`problem.${own}.title`),
    detail: t(`problem.${own}.detail`, { status: error.body.status }),
    next: t(`problem.${own}.next`),
    place: '',
  };
}

/** A part of the program could not be fetched: the server is gone, or was replaced by a newer one. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);
}

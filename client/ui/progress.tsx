import { useId } from 'react';
import './progress.css';

interface ProgressProps {
  readonly label: string;
  /** 0…1; absent while the amount of work is unknown. */
  readonly value?: number | undefined;
}

/** 进度: how far a piece of work is. */
export function Progress({ label, value }: ProgressProps) {
  const id = useId();
  return (
    <div className="progress">
      <span id={id}>{label}</span>
      {value !== undefined && <span className="progress-share">{Math.floor(value * 100)} %</span>}
      <progress aria-labelledby={id} max={1} {...(value === undefined ? {} : { value })} />
    </div>
  );
}

/** Waiting for an answer: a quiet spinner with words for screen readers. */
export function Waiting({ label }: { readonly label: string }) {
  return (
    <div className="waiting" role="status">
      <span className="waiting-mark" aria-hidden />
      <span>{label}</span>
    </div>
  );
}

/** Nothing to show, said in words with what to do about it. */
export function Empty({ title, hint }: { readonly title: string; readonly hint?: string }) {
  return (
    <div className="empty">
      <p>{title}</p>
      {hint && <p className="empty-hint">{hint}</p>}
    </div>
  );
}

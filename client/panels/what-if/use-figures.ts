import { useEffect } from 'react';
import { create } from 'zustand';
import type { ScenarioItem } from '#core/contract/what-if.ts';
import { call } from '../../api/call.ts';
import { ApiProblem } from '../../api/problem.ts';
import { queryClient } from '../../api/query-client.ts';
import { type Moments, useAsOf } from '../../state/as-of.ts';
import { BrowserPreview } from './browser-preview.ts';
import { itemsNow, useDraft } from './draft.ts';
import { type Figures, noFigures, Reckoner } from './reckoner.ts';

/** What is asked: the items as they are on the screen now. */
export interface Question extends Moments {
  readonly region: string;
  readonly year: number;
  readonly items: readonly ScenarioItem[];
}

/** Kept outside the panel: what covers it for a moment does not ask anew. */
export const useFigures = create<Figures>()(() => noFigures);

const preview = new BrowserPreview(() => reckoner.refresh());

const reckoner: Reckoner<Question> = new Reckoner<Question>({
  ask: (question, signal) =>
    call('POST /api/what-if', { body: { ...question, items: [...question.items] }, signal }),
  preview: (question) => preview.compute(question),
  isOffline: (problem) => problem instanceof ApiProblem && problem.type === 'server-unreachable',
  tell: (figures) => useFigures.setState(figures),
  frame: (run) => requestAnimationFrame(run),
});

let last: { key: readonly unknown[]; question: Question } | null = null;

/** The same object while nothing that is asked has changed. */
function questionNow(): Question | null {
  const { content, live } = useDraft.getState();
  if (!content) return null;
  const { moments } = useAsOf.getState();
  const key = [content.items, live, content.region, content.year, content.surveyDate, moments];
  if (last?.key.every((part, index) => part === key[index])) return last.question;
  const question = {
    region: content.region,
    year: content.year,
    items: itemsNow({ content, live }),
    // A scenario's own survey date wins over the day that the screen shows.
    ...(content.surveyDate ? { asOf: content.surveyDate } : moments),
  };
  last = { key, question };
  return question;
}

function ask(): void {
  const question = questionNow();
  if (question) {
    preview.prepare(question);
    reckoner.want(question);
  } else {
    reckoner.stop();
  }
}

/** 试算随改随算: while the panel is open each change of the draft is worked out at once. */
export function useLiveFigures(): void {
  useEffect(() => {
    ask();
    const back = () => reckoner.refresh();
    addEventListener('online', back);
    const stops = [useDraft.subscribe(ask), useAsOf.subscribe(ask), watchData(() => reckoner.askAgain())];
    return () => {
      removeEventListener('online', back);
      for (const stop of stops) stop();
    };
  }, []);
}

/** Somebody changed features: `dataChanged` asks everything again, so do we. */
function watchData(changed: () => void): () => void {
  return queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'invalidate') return;
    if (event.query.queryKey[0] !== 'layers') return;
    preview.forget();
    changed();
  });
}

import { useTranslation } from 'react-i18next';
import type { SentenceReading } from '#core/contract/indicators.ts';
import { classNames } from '../../ui/class-names.ts';
import { markText } from './mark-text.ts';

interface MarkedTextProps {
  readonly text: string;
  readonly reading: SentenceReading;
  /** Proposal that is pointed at. */
  readonly lit: number | null;
  readonly onLight: (proposal: number | null) => void;
}

/** 标记的原文: the figures that were read, numbered as the proposals are; words of a contradiction underlined. */
export function MarkedText({ text, reading, lit, onLight }: MarkedTextProps) {
  const { t } = useTranslation();
  const pieces = markText(text, [
    ...reading.proposals.map(({ at }, proposal) => ({ at, proposal })),
    ...reading.contradictions.map(({ at }) => ({ at, proposal: null })),
  ]);
  let start = 0;
  return (
    <blockquote className="marked" aria-label={t('indicators.read.original')}>
      {pieces.map((piece, index) => {
        const key = start;
        start += piece.text.length;
        const { proposal } = piece;
        const className = classNames(
          proposal !== null && 'marked-figure',
          proposal !== null && proposal === lit && 'marked-lit',
          piece.contradiction && 'marked-contradiction',
        );
        if (proposal === null) {
          return (
            <span key={key} className={className || undefined}>
              {piece.text}
            </span>
          );
        }
        const last = pieces[index + 1]?.proposal !== proposal;
        return (
          <mark
            key={key}
            className={className}
            onMouseEnter={() => onLight(proposal)}
            onMouseLeave={() => onLight(null)}
          >
            {piece.text}
            {last && <sup>{proposal + 1}</sup>}
          </mark>
        );
      })}
    </blockquote>
  );
}

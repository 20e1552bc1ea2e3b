import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SentenceReading } from '#core/contract/indicators.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty } from '../../ui/progress.tsx';
import { MarkedText } from './marked-text.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { useReadSentence } from './queries.ts';

/** 文句读取: a planning sentence in, proposals out, each next to the words it was read from; a person corrects and enters each. */
export function ReadSentence() {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const [text, setText] = useState('');
  const [document, setDocument] = useState('');
  const [clause, setClause] = useState('');
  const [read, setRead] = useState<{ readonly text: string; readonly reading: SentenceReading } | null>(null);
  const [lit, setLit] = useState<number | null>(null);
  const reader = useReadSentence();

  return (
    <div className="read">
      <form
        className="target-form"
        aria-label={t('indicators.view.read')}
        onSubmit={(event) => {
          event.preventDefault();
          if (!text.trim() || reader.isPending) return;
          reader.mutate(text, { onSuccess: (reading) => setRead({ text, reading }) });
        }}
      >
        <p className="indicators-note">{t('indicators.read.what')}</p>
        <div className="field">
          <label htmlFor={id}>{t('indicators.read.text')}</label>
          <textarea
            id={id}
            className="input read-text"
            rows={5}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="target-fields">
          <TextField
            label={t('indicators.field.sourceDocument')}
            value={document}
            onChange={setDocument}
            maxLength={300}
            autoComplete="off"
            hint={t('indicators.read.documentHint')}
          />
          <TextField
            label={t('indicators.field.sourceClause')}
            value={clause}
            onChange={setClause}
            maxLength={200}
            autoComplete="off"
            hint={t('indicators.clauseHint')}
          />
        </div>
        {reader.error && <ProblemView error={reader.error} />}
        <div className="form-actions">
          <Button
            type="submit"
            variant="primary"
            disabledReason={
              reader.isPending
                ? t('indicators.read.reading')
                : text.trim()
                  ? undefined
                  : t('indicators.read.pasteFirst')
            }
          >
            {t('indicators.read.run')}
          </Button>
        </div>
      </form>

      {read && (
        <section className="read-result" aria-label={t('indicators.read.result')}>
          <p className="indicators-note" role="status">
            {t('indicators.read.count', { count: read.reading.proposals.length })}
          </p>
          <MarkedText text={read.text} reading={read.reading} lit={lit} onLight={setLit} />
          {read.reading.contradictions.length > 0 && (
            <div className="contradictions" role="alert">
              <p>
                <TriangleAlert size={16} aria-hidden />
                {t('indicators.read.contradictions')}
              </p>
              <ul>
                {read.reading.contradictions.map((item) => (
                  <li key={`${item.at.join('-')} ${item.text.zh}`}>{item.text[language]}</li>
                ))}
              </ul>
            </div>
          )}
          {read.reading.proposals.length === 0 && (
            <Empty title={t('indicators.read.none')} hint={t('indicators.read.noneHint')} />
          )}
          <ol className="proposals">
            {read.reading.proposals.map((proposal, index) => (
              <li key={`${read.text} ${proposal.at.join('-')}`}>
                <ProposalCard
                  number={index + 1}
                  proposal={proposal}
                  document={document}
                  clause={clause}
                  lit={lit === index}
                  onLight={(on) => setLit(on ? index : null)}
                />
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/i18n.ts';
import { type Http, RunEnded } from '../../field/sync/http.ts';
import { Button } from '../../ui/button.tsx';
import { timeText } from '../../ui/time.ts';
import { type ReadOutbox, readOutboxFile } from './read-outbox-file.ts';
import { ResultList } from './result-list.tsx';
import { type SentItem, sendOutboxFile } from './send-outbox-file.ts';
import { OutboxFileError } from './stored-files.ts';
import './outbox-file.css';

const http: Http = (path, init) => {
  const headers = new Headers(init.headers);
  headers.set('accept-language', document.documentElement.lang || 'zh-CN');
  return fetch(path, { ...init, headers });
};

const asking = {
  http,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  chance: Math.random,
};

/** 代传离线包: a file that a phone exported is loaded for its owner; every record and photograph gets its answer. */
export function Panel() {
  const { t } = useTranslation();
  const [read, setRead] = useState<ReadOutbox | null>(null);
  const [items, setItems] = useState<readonly SentItem[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    setRead(null);
    setItems([]);
    setProblem('');
    try {
      setRead(await readOutboxFile(file));
    } catch (error) {
      setProblem(t(`outboxFile.fault.${error instanceof OutboxFileError ? error.fault : 'not-a-zip'}`));
    }
  };
  const send = async (outbox: ReadOutbox) => {
    setBusy(true);
    setItems([]);
    setProblem('');
    try {
      await sendOutboxFile(asking, outbox, (more) => setItems((before) => [...before, ...more]));
    } catch (error) {
      setProblem(t(`outboxFile.ended.${error instanceof RunEnded ? error.hindrance : 'server-fault'}`));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="outbox-file">
      <p>{t('outboxFile.explain')}</p>
      <Button aria-busy={busy} onClick={() => busy || input.current?.click()}>
        {t('outboxFile.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label={t('outboxFile.choose')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // The same file may be chosen again.
          target.value = '';
          void choose(file);
        }}
      />
      {problem && <p role="alert">{problem}</p>}
      {read && <Contents read={read} busy={busy} onSend={() => void send(read)} />}
      {read && items.length > 0 && <ResultList items={items} all={countOf(read)} busy={busy} />}
    </div>
  );
}

function countOf({ list, photos }: ReadOutbox): number {
  return list.operations.length + list.patrols.length + photos.length;
}

interface ContentsProps {
  readonly read: ReadOutbox;
  readonly busy: boolean;
  readonly onSend: () => void;
}

/** Whose work it says it is, and how much. */
function Contents({ read, busy, onSend }: ContentsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { list, photos, makers } = read;
  const others = makers.filter((maker) => maker !== list.person.id).length;
  const missing = photos.filter(({ content }) => !content).length;
  return (
    <section>
      <dl className="outbox-file-facts">
        <dt>{t('outboxFile.person')}</dt>
        <dd>{list.person.name}</dd>
        <dt>{t('outboxFile.exportedAt')}</dt>
        <dd>{timeText(new Date(list.exportedAt).toISOString(), language)}</dd>
        <dt>{t('outboxFile.records')}</dt>
        <dd>{list.operations.length + list.patrols.length}</dd>
        <dt>{t('outboxFile.photos')}</dt>
        <dd>{photos.length}</dd>
      </dl>
      {others > 0 && <p role="alert">{t('outboxFile.otherMakers', { count: others })}</p>}
      {missing > 0 && <p role="alert">{t('outboxFile.missingPhotos', { count: missing })}</p>}
      <Button variant="primary" disabledReason={busy ? t('outboxFile.sending') : undefined} onClick={onSend}>
        {t(busy ? 'outboxFile.sending' : 'outboxFile.send')}
      </Button>
    </section>
  );
}

import { useAnnouncer } from '../state/announcer.ts';
import { useNotice } from '../state/notice.ts';

/** 播报与提示: one live region for screen readers, one short notice for eyes. */
export function Announcer() {
  const { text, count } = useAnnouncer();
  const notice = useNotice((state) => state.text);
  return (
    <>
      <p className="visually-hidden" aria-live="polite" aria-atomic="true">
        {/* A repeated sentence must differ to be heard again. */}
        {text}
        {count % 2 ? '\u00a0' : ''}
      </p>
      {notice && (
        <p className="notice" aria-hidden>
          {notice}
        </p>
      )}
    </>
  );
}

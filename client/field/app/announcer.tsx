import { useAnnouncer } from '../../state/announcer.ts';

/** 播报: one live region for screen readers; `announce()` of client/state/announcer.ts speaks here. */
export function FieldAnnouncer() {
  const { text, count } = useAnnouncer();
  return (
    <p className="visually-hidden" aria-live="polite" aria-atomic="true">
      {/* A repeated sentence must differ to be heard again. */}
      {text}
      {count % 2 ? '\u00a0' : ''}
    </p>
  );
}

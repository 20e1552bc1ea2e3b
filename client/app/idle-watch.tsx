import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { askSession, follow } from '../api/session.ts';
import { useSession } from '../state/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { idleTurn, warningSeconds } from './idle-turn.ts';

/** Shared by the browser's pages: work in one of them counts for all. */
const KEY = 'gengjie.active';
const ACTIVITY = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * 空闲: asks before the session ends for want of work, and ends it when nobody answers. What pages ask for by themselves is no work;
 * drawing for an hour without a request is, so then the server is told.
 */
export function IdleWatch() {
  const { t } = useTranslation();
  const idleMinutes = useSession((state) => state.session?.idleMinutes ?? 0);
  const [left, setLeft] = useState<number | null>(null);

  useEffect(() => {
    if (idleMinutes <= 0) return;
    let told = Date.now();
    let ending = false;
    mark();
    const active = () => {
      const now = Date.now();
      // Once the question is asked, only an answer to it counts.
      if (idleTurn(now - lastActive(), idleMinutes) !== 'work') return;
      mark();
      if (now - told < (idleMinutes * 60_000) / 4) return;
      told = now;
      void askSession();
    };
    const look = async () => {
      const idle = Date.now() - lastActive();
      const turn = idleTurn(idle, idleMinutes);
      setLeft(turn === 'warn' ? Math.ceil((idleMinutes * 60_000 - idle) / 1000) : null);
      if (turn !== 'end' || ending) return;
      ending = true;
      await call('DELETE /api/session').then(follow, () => askSession());
      ending = false;
    };
    const timer = setInterval(() => void look(), 1000);
    for (const name of ACTIVITY) addEventListener(name, active, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const name of ACTIVITY) removeEventListener(name, active, { capture: true });
    };
  }, [idleMinutes]);

  if (left === null) return null;
  const stay = () => {
    mark();
    setLeft(null);
    void askSession();
  };
  return (
    <Dialog
      title={t('idle.title')}
      onClose={stay}
      actions={
        <Button variant="primary" autoFocus onClick={stay}>
          {t('idle.stay')}
        </Button>
      }
    >
      <p>{t('idle.why', { minutes: idleMinutes - Math.ceil(warningSeconds(idleMinutes) / 60) })}</p>
      <p role="timer">{t('idle.left', { seconds: left })}</p>
    </Dialog>
  );
}

function mark(): void {
  localStorage.setItem(KEY, String(Date.now()));
}

function lastActive(): number {
  return Number(localStorage.getItem(KEY)) || 0;
}

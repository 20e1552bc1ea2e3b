import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerId } from '#core/catalog/types.ts';
import { dataChanged } from '../../api/data-changed.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { today } from '../../ui/today.ts';
import { CauseBoxes, causeFaults } from './cause-boxes.tsx';
import type { Cause } from './draft-store.ts';
import { causeOf } from './save.ts';
import './edit.css';

interface CauseDialogProps {
  readonly layer: LayerId;
  readonly title: string;
  /** Words of the button that does it. */
  readonly confirm: string;
  readonly working: string;
  readonly danger?: boolean;
  /** Day before which it cannot begin. */
  readonly since?: string | undefined;
  readonly act: (cause: ReturnType<typeof causeOf>) => Promise<void>;
  /** After the server has answered. */
  readonly onDone: () => void;
  readonly onClose: () => void;
  /** What will happen, and what stays. */
  readonly children: ReactNode;
}

/** 说明依据并确认: an act that needs a reason; it stays open until the server has answered. */
export function CauseDialog(props: CauseDialogProps) {
  const { layer, title, confirm, working, danger = false, since, act, onDone, onClose, children } = props;
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const [cause, setCause] = useState<Cause>({ reason: '', document: '', trueFrom: today() });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const faults = causeFaults(cause, since);
  const boxed =
    problem instanceof ApiProblem && ['reason', 'document', 'trueFrom'].includes(problem.body.field ?? '');

  const run = async () => {
    setTried(true);
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await act(causeOf(cause));
      void dataChanged();
      onClose();
      onDone();
    } catch (error) {
      setProblem(error);
      setBusy(false);
      // What is in force now is shown behind the dialog.
      if (error instanceof ApiProblem && error.type === 'stale-write') void dataChanged();
    }
  };

  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('edit.keepAsIs')}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            disabledReason={busy ? working : undefined}
            onClick={() => void run()}
          >
            {busy ? working : confirm}
          </Button>
        </>
      }
    >
      <div ref={body} className="cause-dialog">
        {children}
        <CauseBoxes
          layer={layer}
          cause={cause}
          faults={tried ? faults : {}}
          since={since}
          problem={problem}
          onChange={(change) => {
            setCause({ ...cause, ...change });
            setProblem(null);
          }}
        />
        {problem !== null && !boxed && <ProblemView error={problem} />}
      </div>
    </Dialog>
  );
}

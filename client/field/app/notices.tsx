import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { navigate } from './route.ts';
import { useFieldSession, wantsSignIn } from './session.ts';
import { takeNewVersion, useUpdate } from './update.ts';
import { useFieldWorkspace } from './workspace.ts';

/** 提示: what the person must know while they work, one line each; nothing here ever covers the work. */
export function Notices() {
  const { t } = useTranslation();
  const signIn = useFieldSession(wantsSignIn);
  const { waiting, taking } = useUpdate();
  return (
    <>
      {!isSecureContext && <p className="field-notice notice-warning">{t('shell.notSecure')}</p>}
      {signIn && (
        <div className="field-notice notice-warning">
          <span>{t('signing.ended')}</span>
          <Button onClick={() => navigate(['sign-in'])}>{t('signing.again')}</Button>
        </div>
      )}
      {waiting && (
        <div className="field-notice notice-news" role="status">
          <span>{t(taking ? 'shell.update.taking' : 'shell.update.waiting')}</span>
          {!taking && (
            <Button variant="primary" onClick={() => void takeNewVersion()}>
              {t('shell.update.take')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** 示意数据, on every screen while the data are invented. */
export function Mark() {
  const demonstration = useFieldWorkspace((state) => state.workspace?.demonstration ?? false);
  return demonstration ? <DemonstrationMark small /> : null;
}

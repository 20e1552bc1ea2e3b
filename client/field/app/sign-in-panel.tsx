import { useTranslation } from 'react-i18next';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { useFieldSession, wantsSignIn } from './session.ts';
import { Steps } from './sign-in.tsx';

/** 重新登录 in the middle of the day: what is on the phone stays as it is. */
export function Panel() {
  const { t } = useTranslation();
  const answer = useFieldSession((state) => state.answer);
  const missing = useFieldSession(wantsSignIn);
  if (!answer) return <Waiting label={t('ui.loading')} />;
  if (!missing) return <Empty title={t('signing.done')} />;
  return (
    <div className="sign-in-inside">
      <p>{t('signing.nothingLost')}</p>
      <Steps answer={answer} />
    </div>
  );
}

import LogIn from 'lucide-react/icons/log-in';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { isAdministrator, roleTitles } from '#core/rights/roles.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { PasswordField, TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useFieldLanguage } from './i18n.ts';
import { askFieldSession, followSession, useFieldSession } from './session.ts';

/** 登录 on a phone that nobody has signed in on, and for somebody whose session has ended. */
export function SignIn() {
  const { t } = useTranslation();
  const answer = useFieldSession((state) => state.answer);
  const error = useFieldSession((state) => state.error);
  // The signal may come back while this stands there.
  useEffect(() => {
    const again = () => void askFieldSession();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, []);
  return (
    <main className="sign-in">
      <header>
        <img src="/icon.svg" alt="" width={56} height={56} />
        <h1>{t('shell.title')}</h1>
      </header>
      {answer === null && error !== null && (
        <>
          <p>{t('signing.firstTime')}</p>
          <ProblemView error={error} onRetry={() => void askFieldSession()} />
        </>
      )}
      {answer === null && error === null && <Waiting label={t('ui.loading')} />}
      {answer && <Steps answer={answer} />}
    </main>
  );
}

/** The step of sign-in that is missing. */
export function Steps({ answer }: { readonly answer: Session }) {
  const { t } = useTranslation();
  if (answer.step === 'second-factor') return <SecondFactor />;
  if (answer.step !== 'signed-out') {
    return (
      <div className="sign-in-form">
        <p>{t('signing.inOffice')}</p>
        <a className="button button-primary" href="/">
          {t('signing.toOffice')}
        </a>
      </div>
    );
  }
  return (
    <>
      <Password />
      <Demonstration people={answer.demonstration} />
    </>
  );
}

/** Sends something once at a time, and keeps why it was refused. */
function useSending(send: () => Promise<Session>) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await followSession(await send());
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, run };
}

interface SendingFormProps {
  readonly error: unknown;
  /** Left out: it cannot be sent yet, and the button says why. */
  readonly onSend: (() => Promise<void>) | undefined;
  readonly children: ReactNode;
}

/** A form with what the server said of the last try above it. */
function SendingForm({ error, onSend, children }: SendingFormProps) {
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        void onSend?.();
      }}
    >
      {error !== null && <ProblemView error={error} />}
      {children}
    </form>
  );
}

function Password() {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { error, busy, run } = useSending(() =>
    call('POST /api/session', { body: { username: username.trim(), password } }),
  );
  const reason = busy ? t('signing.working') : username.trim() && password ? undefined : t('signing.fillIn');
  return (
    <SendingForm error={error} onSend={reason ? undefined : run}>
      <TextField
        label={t('signing.username')}
        value={username}
        onChange={setUsername}
        name="username"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={100}
      />
      <PasswordField
        label={t('signing.password')}
        value={password}
        onChange={setPassword}
        name="password"
        autoComplete="current-password"
        maxLength={200}
      />
      <Button type="submit" variant="primary" icon={<LogIn size={20} aria-hidden />} disabledReason={reason}>
        {t(busy ? 'signing.working' : 'signing.submit')}
      </Button>
    </SendingForm>
  );
}

function SecondFactor() {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const { error, busy, run } = useSending(() => call('POST /api/session/second-factor', { body: { code } }));
  const reason = code.trim().length >= 6 && !busy ? undefined : t('signing.codeFirst');
  return (
    <SendingForm error={error} onSend={reason ? undefined : run}>
      <TextField
        label={t('signing.code')}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={20}
      />
      <Button type="submit" variant="primary" disabledReason={reason}>
        {t('signing.submit')}
      </Button>
    </SendingForm>
  );
}

/** 示例人物: invented people, each one press away; only on this computer itself. */
function Demonstration({ people }: { readonly people: Session['demonstration'] }) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const [chosen, setChosen] = useState('');
  const { error, busy, run } = useSending(() =>
    call('POST /api/session/demonstration', { body: { username: chosen } }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a press chooses and sends
  useEffect(() => {
    if (chosen) void run();
  }, [chosen]);
  // An administrator sees no patches.
  const workers = people.filter(({ role }) => !isAdministrator(role));
  if (workers.length === 0) return null;
  return (
    <section className="sign-in-people" aria-labelledby="people-title">
      <h2 id="people-title">
        {t('signing.demonstration')} <DemonstrationMark small />
      </h2>
      {error !== null && <ProblemView error={error} />}
      {workers.map(({ username, name, role }) => (
        <button
          key={username}
          type="button"
          className="row-button"
          aria-busy={busy && chosen === username}
          onClick={() => setChosen(username)}
        >
          <strong>{roleTitles[role][language]}</strong>
          <span lang="zh-CN">{name}</span>
        </button>
      ))}
    </section>
  );
}

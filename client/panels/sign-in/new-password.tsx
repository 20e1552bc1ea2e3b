import CircleIcon from 'lucide-react/icons/circle';
import CircleCheck from 'lucide-react/icons/circle-check';
import Info from 'lucide-react/icons/info';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PasswordRules } from '#core/contract/session.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { PasswordField } from '../../ui/field.tsx';
import { type RuleState, ruleStates } from './password-rules.ts';
import { Refusal } from './refusal.tsx';
import { useCountdown } from './use-countdown.ts';

interface NewPasswordProps {
  readonly rules: PasswordRules;
  /** Whose password it will be: it may not contain their names. */
  readonly person: { readonly username: string; readonly name: string };
  /** Ask for the password in force too. */
  readonly withCurrent: boolean;
  readonly submit: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: (next: string, current: string) => void;
}

/** 设置口令, typed twice; each rule ticks as it is met. */
export function NewPassword(props: NewPasswordProps) {
  const { rules, person, withCurrent, submit, pending, error, onSubmit } = props;
  const { t } = useTranslation();
  const rulesId = useId();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const wait = useCountdown(error);
  const states = ruleStates(rules, next, again, person);
  const reason =
    wait > 0
      ? t('signIn.waiting')
      : withCurrent && !current
        ? t('password.currentFirst')
        : states.some(({ met }) => met === false)
          ? t('password.rulesFirst')
          : pending
            ? t('signIn.working')
            : undefined;
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason) onSubmit(next, current);
      }}
    >
      <Refusal error={error} seconds={wait} />
      {/* Password managers keep the new password under this name. */}
      <input
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden
        readOnly
        value={person.username}
        autoComplete="username"
      />
      {withCurrent && (
        <PasswordField
          label={t('password.current')}
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          maxLength={200}
          autoFocus
        />
      )}
      <PasswordField
        label={t('password.next')}
        value={next}
        onChange={setNext}
        autoComplete="new-password"
        maxLength={200}
        autoFocus={!withCurrent}
        aria-describedby={rulesId}
      />
      <PasswordField
        label={t('password.again')}
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        maxLength={200}
      />
      <ul id={rulesId} className="password-rules" aria-label={t('password.rules')}>
        {states.map((state) => (
          <Rule key={state.rule} state={state} rules={rules} />
        ))}
      </ul>
      <Button type="submit" variant="primary" className="sign-in-submit" disabledReason={reason}>
        {pending ? t('signIn.working') : submit}
      </Button>
    </form>
  );
}

function Rule({ state: { rule, met }, rules }: { readonly state: RuleState; readonly rules: PasswordRules }) {
  const { t } = useTranslation();
  const Icon = met === null ? Info : met ? CircleCheck : CircleIcon;
  return (
    <li className={classNames(met && 'rule-met')}>
      <Icon size={16} aria-hidden />
      <span>
        {t(`password.rule.${rule}`, {
          length: rules.minimumLength,
          kinds: rules.kinds,
          count: rules.remembered,
        })}
        {met !== null && (
          <span className="visually-hidden"> {t(met ? 'password.met' : 'password.notMet')}</span>
        )}
      </span>
    </li>
  );
}

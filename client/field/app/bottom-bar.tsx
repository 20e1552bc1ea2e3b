import Flag from 'lucide-react/icons/flag';
import Footprints from 'lucide-react/icons/footprints';
import ListTodo from 'lucide-react/icons/list-todo';
import UserRound from 'lucide-react/icons/user-round';
import { useTranslation } from 'react-i18next';
import { goBack, navigate, useRoute } from './route.ts';

const TABS = [
  { name: 'tasks', Icon: ListTodo },
  { name: 'flag', Icon: Flag },
  { name: 'patrol', Icon: Footprints },
  { name: 'me', Icon: UserRound },
] as const;

/** 四个大按钮. Pressed again, each gives the map back. */
export function BottomBar() {
  const { t } = useTranslation();
  const open = useRoute((state) => state.path[0]);
  const press = (name: string) => {
    if (open === name) goBack();
    else navigate([name], { replace: open !== undefined });
  };
  return (
    <nav className="bottom-bar" aria-label={t('shell.tabs')}>
      {TABS.map(({ name, Icon }) => (
        <button
          key={name}
          type="button"
          aria-current={open === name ? 'page' : undefined}
          onClick={() => press(name)}
        >
          <Icon size={26} aria-hidden />
          <span>{t(`shell.tab.${name}`)}</span>
        </button>
      ))}
    </nav>
  );
}

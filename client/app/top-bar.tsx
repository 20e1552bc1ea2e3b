import CircleHelp from 'lucide-react/icons/circle-question-mark';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { SearchBox } from '../panels/search/search-box.tsx';
import { usePanels } from '../state/panels.ts';
import { IconButton } from '../ui/button.tsx';
import { DemonstrationMark } from '../ui/demonstration-mark.tsx';
import { AccountButton } from './account-button.tsx';
import { AsOfButton, LanguageButton, RegionPicker, ThemeButton, UnitSwitch } from './settings.tsx';

/** 顶栏: name, one search box, region, unit, moment, language, theme, help, account. */
export function TopBar({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const setHelpOpen = usePanels((state) => state.setHelpOpen);
  return (
    <header className="top-bar">
      <div className="brand">
        <img src="/icon.svg" alt="" width={28} height={28} />
        <h1>{t('app.name')}</h1>
        {workspace.demonstration && <DemonstrationMark />}
      </div>
      <SearchBox workspace={workspace} />
      <div className="top-bar-settings">
        <RegionPicker workspace={workspace} />
        <AsOfButton />
        <UnitSwitch />
        <LanguageButton />
        <ThemeButton />
        <IconButton label={t('help.title')} onClick={() => setHelpOpen(true)}>
          <CircleHelp size={19} />
        </IconButton>
        <AccountButton />
      </div>
    </header>
  );
}

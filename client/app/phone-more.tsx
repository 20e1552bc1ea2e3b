import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Crosshair from 'lucide-react/icons/crosshair';
import Languages from 'lucide-react/icons/languages';
import Link from 'lucide-react/icons/link';
import RulerDimensionLine from 'lucide-react/icons/ruler-dimension-line';
import SquareDashed from 'lucide-react/icons/square-dashed';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { copyLink } from '../commands/copy-link.ts';
import { toggleMeasure } from '../commands/measure.ts';
import { toggleCrosshair } from '../commands/toggle-crosshair.ts';
import { usePanels } from '../state/panels.ts';
import { usePreferences } from '../state/preferences.ts';
import { usePerson } from '../state/session.ts';
import { Button } from '../ui/button.tsx';
import { AccountButton } from './account-button.tsx';
import { panelsFor } from './panels.ts';
import { AsOfButton, RegionPicker, ThemeButton, UnitSwitch } from './settings.tsx';

/** 更多 on the phone: import, measuring, crosshair, and the settings of the desktop's top bar. */
export function PhoneMore({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const { open, setMoreOpen, setHelpOpen } = usePanels();
  const { language, setLanguage } = usePreferences();
  const person = usePerson();
  const then = (run: () => void) => () => {
    setMoreOpen(false);
    run();
  };
  return (
    <div className="more">
      <AccountButton wide />
      <div className="more-actions">
        {panelsFor(person)
          .filter(({ id, inRail }) => inRail && id !== 'targets')
          .map(({ id, title, icon: Icon }) => (
            <Button key={id} icon={<Icon size={20} />} onClick={() => open(id)}>
              {t(title)}
            </Button>
          ))}
        <Button icon={<RulerDimensionLine size={20} />} onClick={then(() => toggleMeasure('measure-length'))}>
          {t('commands.length')}
        </Button>
        <Button icon={<SquareDashed size={20} />} onClick={then(() => toggleMeasure('measure-area'))}>
          {t('commands.area')}
        </Button>
        <Button icon={<Crosshair size={20} />} onClick={then(toggleCrosshair)}>
          {t('rail.crosshair')}
        </Button>
        <Button icon={<Link size={20} />} onClick={() => void copyLink()}>
          {t('commands.link')}
        </Button>
        <Button
          icon={<Languages size={20} />}
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {language === 'zh' ? 'English' : '中文'}
        </Button>
        <Button icon={<CircleHelp size={20} />} onClick={() => setHelpOpen(true)}>
          {t('help.title')}
        </Button>
      </div>
      <div className="more-settings">
        <RegionPicker workspace={workspace} />
        <AsOfButton />
        <UnitSwitch />
        <ThemeButton />
      </div>
    </div>
  );
}

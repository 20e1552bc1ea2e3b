import CalendarClock from 'lucide-react/icons/calendar-clock';
import Languages from 'lucide-react/icons/languages';
import Monitor from 'lucide-react/icons/monitor';
import Moon from 'lucide-react/icons/moon';
import Sun from 'lucide-react/icons/sun';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { chooseRegion } from '../commands/choose-region.ts';
import { isPast, momentText, useAsOfDialog, useMoments } from '../state/as-of.ts';
import { THEMES, type Theme, UNITS, usePreferences } from '../state/preferences.ts';
import { useRegion } from '../state/region.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Segmented, Select } from '../ui/controls.tsx';
import { useLanguage } from './i18n.ts';

/** 面积单位: one switch for the whole application. */
export function UnitSwitch() {
  const { t } = useTranslation();
  const { unit, setUnit } = usePreferences();
  return (
    <Segmented
      label={t('settings.unit')}
      value={unit}
      options={UNITS.map((value) => ({ value, label: t(`ui.unit.${value}`) }))}
      onChange={setUnit}
    />
  );
}

const DEPTH = { district: '', town: '', village: '\u3000' } as const;

/** 区域: district, town, villages; choosing one moves the map there. */
export function RegionPicker({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const code = useRegion((state) => state.code) ?? workspace.region;
  return (
    <Select
      label={t('settings.region')}
      value={code}
      options={workspace.regions.map((region) => ({
        value: region.code,
        label: DEPTH[region.level] + (language === 'en' ? (region.nameEn ?? region.name) : region.name),
      }))}
      onChange={(next) => chooseRegion(workspace, next)}
    />
  );
}

/** 时点: today, or the past day that the whole screen shows. */
export function AsOfButton() {
  const { t } = useTranslation();
  const moments = useMoments();
  const shown = moments.asOf ?? moments.knownAt;
  return (
    <Button
      className="as-of-button"
      icon={<CalendarClock size={17} aria-hidden />}
      aria-pressed={isPast(moments)}
      aria-haspopup="dialog"
      title={t('asOf.choose')}
      onClick={() => useAsOfDialog.setState({ open: true })}
    >
      {shown ? momentText(shown) : t('asOf.today')}
    </Button>
  );
}

/** 语言: a press goes to the other one, which is named in its own words. */
export function LanguageButton() {
  const { language, setLanguage } = usePreferences();
  const chinese = language === 'zh';
  return (
    <Button
      variant="quiet"
      icon={<Languages size={18} aria-hidden />}
      lang={chinese ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(chinese ? 'en' : 'zh')}
    >
      {chinese ? 'English' : '中文'}
    </Button>
  );
}

const ICONS = { light: Sun, dark: Moon, system: Monitor } as const;

/** 明暗: a press goes light, dark, as the system. */
export function ThemeButton() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  const Icon = ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
  return (
    <IconButton
      label={t('settings.theme', { theme: t(`settings.themes.${theme}`) })}
      onClick={() => setTheme(next)}
    >
      <Icon size={18} />
    </IconButton>
  );
}

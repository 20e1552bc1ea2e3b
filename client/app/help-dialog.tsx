import { useTranslation } from 'react-i18next';
import { commands } from '../commands/index.ts';
import { usePanels } from '../state/panels.ts';
import { usePreferences } from '../state/preferences.ts';
import { Switch } from '../ui/controls.tsx';
import { Dialog } from '../ui/dialog.tsx';

const MAP_KEYS = ['arrows', 'zoom', 'enter', 'finish', 'escape'] as const;

/** 帮助: the cheat sheet of keys, and the switch that turns single keys off. */
export function HelpDialog() {
  const { t } = useTranslation();
  const setOpen = usePanels((state) => state.setHelpOpen);
  const { shortcuts, setShortcuts } = usePreferences();
  return (
    <Dialog title={t('help.title')} onClose={() => setOpen(false)}>
      <p>{t('help.introduction')}</p>
      <h3>{t('help.keys')}</h3>
      <dl className="keys">
        {commands.map(
          ({ id, title, key }) =>
            key && (
              <div key={id}>
                <dt>{t(title)}</dt>
                <dd>
                  <kbd>{key.length === 1 && key !== '?' && key !== '/' ? key.toUpperCase() : key}</kbd>
                </dd>
              </div>
            ),
        )}
      </dl>
      <Switch label={t('help.switch')} showLabel checked={shortcuts} onChange={setShortcuts} />
      <h3>{t('help.onMap')}</h3>
      <dl className="keys">
        {MAP_KEYS.map((key) => (
          <div key={key}>
            <dt>{t(`help.map.${key}`)}</dt>
            <dd>
              <kbd>{t(`help.mapKeys.${key}`)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <h3>{t('help.search')}</h3>
      <p>{t('help.searchText')}</p>
    </Dialog>
  );
}

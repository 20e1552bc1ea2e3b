import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, usePreferences } from '../state/preferences.ts';
import zh from '../text/zh-CN.json' with { type: 'json' };

const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

void i18next.use(initReactI18next).init({
  resources: { 'zh-CN': { translation: zh } },
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  interpolation: { escapeValue: false },
});

/** 切换语言: loads English when it is first wanted, then sets `lang` of the document and the text. */
export async function setLanguage(language: Language): Promise<void> {
  const tag = TAGS[language];
  if (!i18next.hasResourceBundle(tag, 'translation')) {
    const { default: text } = await import('../text/en.json');
    i18next.addResourceBundle(tag, 'translation', text);
  }
  document.documentElement.lang = tag;
  await i18next.changeLanguage(tag);
  document.title = i18next.t('app.title');
}

/** The language of catalogue titles and other two-language values. */
export function useLanguage(): Language {
  return usePreferences((state) => state.language);
}

/** Translation outside components (commands, announcements). */
export const t = i18next.t.bind(i18next);

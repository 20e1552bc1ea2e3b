import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { demonstration, problem, ui } from '../../text/zh-CN.json' with { type: 'json' };
import { useFieldPreferences } from './preferences.ts';

const TAGS = { zh: 'zh-CN', en: 'en' } as const;
type Text = Readonly<Record<string, unknown>>;

/** A file of text for each part of the field app: `text/<part>.zh-CN.json` with its `text/<part>.en.json`. */
const chinese = import.meta.glob<Text>('../text/*.zh-CN.json', { eager: true, import: 'default' });
const english = import.meta.glob<Text>('../text/*.en.json', { import: 'default' });

void i18next.use(initReactI18next).init({
  resources: {
    'zh-CN': { translation: Object.assign({ demonstration, problem, ui }, ...Object.values(chinese)) },
  },
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  interpolation: { escapeValue: false },
});

let englishLoaded = false;

/** 切换语言: loads English when it is first wanted, then sets `lang` of the document and the text. */
export async function setFieldLanguage(language: 'zh' | 'en'): Promise<void> {
  const tag = TAGS[language];
  if (language === 'en' && !englishLoaded) {
    const { demonstration, problem, ui } = await import('../../text/en.json');
    const parts = await Promise.all(Object.values(english).map((load) => load()));
    // Beside what other parts have brought already.
    i18next.addResourceBundle(
      tag,
      'translation',
      Object.assign({ demonstration, problem, ui }, ...parts),
      true,
    );
    englishLoaded = true;
  }
  document.documentElement.lang = tag;
  await i18next.changeLanguage(tag);
  document.title = i18next.t('shell.title');
}

/** The language of catalogue titles and other two-language values. */
export function useFieldLanguage(): 'zh' | 'en' {
  return useFieldPreferences((state) => state.language);
}

/** Translation outside components. */
export const t = i18next.t.bind(i18next);

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, usePreferences } from '../state/preferences.ts';
import zh from '../text/zh-CN.json' with { type: 'json' };

const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

/** Text of screens that most sittings never open: loaded with them, so that the first view does not carry it. */
const PARTS = {
  account: {
    zh: () => import('../text/account.zh-CN.json'),
    en: () => import('../text/account.en.json'),
  },
  editing: {
    zh: () => import('../text/editing.zh-CN.json'),
    en: () => import('../text/editing.en.json'),
  },
  administration: {
    zh: () => import('../text/administration.zh-CN.json'),
    en: () => import('../text/administration.en.json'),
  },
  work: {
    zh: () => import('../text/work.zh-CN.json'),
    en: () => import('../text/work.en.json'),
  },
  scenarios: {
    zh: () => import('../text/scenarios.zh-CN.json'),
    en: () => import('../text/scenarios.en.json'),
  },
  batches: {
    zh: () => import('../text/batches.zh-CN.json'),
    en: () => import('../text/batches.en.json'),
  },
  dashboard: {
    zh: () => import('../text/dashboard.zh-CN.json'),
    en: () => import('../text/dashboard.en.json'),
  },
  patches: {
    zh: () => import('../text/patches.zh-CN.json'),
    en: () => import('../text/patches.en.json'),
  },
  evidence: {
    zh: () => import('../text/evidence.zh-CN.json'),
    en: () => import('../text/evidence.en.json'),
  },
  outbox: {
    zh: () => import('../text/outbox.zh-CN.json'),
    en: () => import('../text/outbox.en.json'),
  },
  indicators: {
    zh: () => import('../text/indicators.zh-CN.json'),
    en: () => import('../text/indicators.en.json'),
  },
} as const;

export type TextPart = keyof typeof PARTS;

const wantedParts = new Set<TextPart>();
const loaded = new Set<string>();

void i18next.use(initReactI18next).init({
  resources: { 'zh-CN': { translation: zh } },
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  interpolation: { escapeValue: false },
});

/** 切换语言: loads English when it is first wanted, then sets `lang` of the document and the text. */
export async function setLanguage(language: Language): Promise<void> {
  const tag = TAGS[language];
  const main = async () => {
    if (language === 'zh' || loaded.has(tag)) return;
    const { default: text } = await import('../text/en.json');
    i18next.addResourceBundle(tag, 'translation', text, true);
    loaded.add(tag);
  };
  await Promise.all([main(), ...[...wantedParts].map((part) => addPart(part, language))]);
  document.documentElement.lang = tag;
  await i18next.changeLanguage(tag);
  document.title = i18next.t('app.title');
}

/** Loads a part of the text in the language that is on, and from then on in every language that is chosen. */
export async function loadText(part: TextPart): Promise<void> {
  wantedParts.add(part);
  await addPart(part, usePreferences.getState().language);
}

async function addPart(part: TextPart, language: Language): Promise<void> {
  const tag = TAGS[language];
  if (loaded.has(`${part} ${tag}`)) return;
  const { default: text } = await PARTS[part][language]();
  i18next.addResourceBundle(tag, 'translation', text, true);
  loaded.add(`${part} ${tag}`);
}

/** The language of catalogue titles and other two-language values. */
export function useLanguage(): Language {
  return usePreferences((state) => state.language);
}

/** Translation outside components (commands, announcements). */
export const t = i18next.t.bind(i18next);

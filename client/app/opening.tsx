import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Before it is known what to show: the name, and under it the wait or what went wrong. */
export function Opening({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="opening">
      <h1>{t('app.name')}</h1>
      <p>{t('app.tagline')}</p>
      {children}
    </main>
  );
}

import { useTranslation } from 'react-i18next';

/** 动作 in words; one that this version does not know stands for itself. */
export function useActionTitle(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => t(`audit.actions.${action}`, { defaultValue: action });
}

import { nameIn } from '#core/vocabulary/code-list.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useLandClasses } from './queries.ts';

/** Name of a land class (sandiao@2019); the code itself until the list is there. */
export function useLandClassName(): (code: string) => string {
  const language = useLanguage();
  const { data } = useLandClasses();
  return (code) => (data ? nameIn(data, code, language) : code);
}

/** Name of a region by its code, with or without trailing zeros. */
export function useRegionName(): (code: string) => string {
  const language = useLanguage();
  const regions = useWorkspace().data?.regions ?? [];
  return (code) => {
    const region = regions.find((one) => one.code.padEnd(12, '0') === code.padEnd(12, '0'));
    return (language === 'en' && region?.nameEn) || region?.name || code;
  };
}

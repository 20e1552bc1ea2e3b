import type { Workspace } from '#core/contract/workspace.ts';
import { useLanguage } from '../../app/i18n.ts';
import { fullCode } from '../targets/regions.ts';

/** The name of a region in the language of the screen; as given where it has no English one. */
export function useRegionName({ regions }: Workspace): (region: { code: string; name: string }) => string {
  const language = useLanguage();
  const english = new Map(
    language === 'en' ? regions.map(({ code, nameEn }) => [fullCode(code), nameEn]) : [],
  );
  return ({ code, name }) => english.get(fullCode(code)) ?? name;
}

import { useTranslation } from 'react-i18next';
import type { RegisterCode } from '#core/patches/registers.ts';
import { Segmented } from '../../../ui/controls.tsx';
import { useShownRegion } from '../../batches/queries.ts';
import { queryOf } from '../filters.ts';
import { setFilters, useOpened } from '../opened.ts';
import { useStatistics } from '../queries.ts';

const REGISTERS: readonly RegisterCode[] = ['house-building', 'image-enforcement', 'lead', 'field-flag'];

/** 分台账: registers are never added together: each has its own count. */
export function RegisterTabs() {
  const { t } = useTranslation();
  const filters = useOpened((state) => state.filters);
  const { code } = useShownRegion();
  const { register: _, patchClass: __, ...others } = queryOf(filters, code);
  const { data } = useStatistics(others, 'register');
  const countOf = (register: RegisterCode) =>
    data?.rows.find(({ key }) => key === register)?.issued.count ?? 0;
  return (
    <div className="patches-registers">
      <Segmented
        label={t('patches.register.label')}
        value={filters.register}
        options={REGISTERS.map((value) => ({
          value,
          name: t('patches.register.withCount', {
            register: t(`patches.register.${value}`),
            count: data ? countOf(value) : 0,
          }),
          label: (
            <>
              {t(`patches.register.${value}`)}
              {data && <small>{countOf(value)}</small>}
            </>
          ),
        }))}
        onChange={(register) => setFilters({ register, patchClass: '' })}
      />
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/controls.tsx';
import type { AdministeredRegion } from './queries.ts';
import { regionParts } from './regions.ts';

interface RegionChoiceProps {
  readonly regions: readonly AdministeredRegion[];
  readonly value: string;
  readonly onChange: (code: string) => void;
}

/** 区域选择: first the town, then a village of it; a district has too many villages for one list. */
export function RegionChoice({ regions, value, onChange }: RegionChoiceProps) {
  const { t } = useTranslation();
  const { district, towns, villages, town, village } = regionParts(regions, value);
  const whole = district ? [{ value: district.code, label: district.name }] : [];
  return (
    <>
      <Select
        label={t('people.town')}
        value={town || (district?.code ?? '')}
        options={[...whole, ...towns.map(({ code, name }) => ({ value: code, label: name }))]}
        onChange={onChange}
      />
      {villages.length > 0 && (
        <Select
          label={t('people.village')}
          value={village || town}
          options={[
            { value: town, label: t('people.wholeTown') },
            ...villages.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          onChange={onChange}
        />
      )}
    </>
  );
}

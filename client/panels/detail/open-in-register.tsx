import Siren from 'lucide-react/icons/siren';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { showInRegister } from '../patches/opened.ts';

/** 在台账中打开: from a patch on the map to its review. */
export function OpenInRegister({ id }: { readonly id: number }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const open = async () => {
    setError(null);
    try {
      const { uid } = await call('GET /api/patches/by-feature/{id}', { params: { id } });
      useSelection.getState().clear();
      showInRegister(uid);
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <Button icon={<Siren size={16} aria-hidden />} onClick={() => void open()}>
        {t('detail.openInRegister')}
      </Button>
      {error !== null && <ProblemView error={error} />}
    </>
  );
}

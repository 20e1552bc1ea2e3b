import { useState } from 'react';
import type { FieldPackPlan } from '#core/contract/field-pack.ts';
import { planArea } from './areas.ts';

export interface NamedPlan {
  readonly name: string;
  readonly plan: FieldPackPlan;
}

/** 下载方案 that the person is asked about. */
export function usePlan() {
  const [plan, setPlan] = useState<NamedPlan | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ask = async (place: Parameters<typeof planArea>[0], name: string) => {
    setBusy(true);
    setError(null);
    try {
      const found = await planArea(place);
      setPlan({ name: found.name ?? name, plan: found });
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return { plan, busy, error, ask, drop: () => setPlan(null) };
}

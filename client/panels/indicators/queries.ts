import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { dataChanged } from '../../api/data-changed.ts';
import { type TargetForm, targetContent } from './form-values.ts';

/** 指标库. */
export function useIndicators() {
  return useQuery({
    queryKey: ['indicators'],
    queryFn: async ({ signal }) => (await call('GET /api/indicators', { signal })).indicators,
  });
}

export function useAddTarget() {
  return useMutation({
    mutationFn: (form: TargetForm) =>
      call('POST /api/targets', {
        body: {
          ...targetContent(form),
          indicator: form.indicator,
          region: form.region,
          reason: form.reason.trim(),
        },
      }),
    onSuccess: () => dataChanged(),
  });
}

/** 修订, or with `form` null 停用. */
export function useChangeTarget(id: number) {
  return useMutation({
    mutationFn: ({ form, reason }: { readonly form: TargetForm | null; readonly reason: string }) =>
      call('POST /api/targets/{id}/revision', {
        params: { id },
        body: { content: form && targetContent(form), reason: reason.trim() },
      }),
    onSuccess: () => dataChanged(),
  });
}

/** 读文句: proposes; nothing is stored. */
export function useReadSentence() {
  return useMutation({
    mutationFn: (text: string) => call('POST /api/targets/sentence', { body: { text } }),
  });
}

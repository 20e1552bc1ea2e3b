import { z } from 'zod';
import { invalidRequest } from '#server/http/problems.ts';

const languages = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/**
 * Reads what a client sent with a schema of the contract.
 *
 * @param within name before the field's own, e.g. `settings`
 * @throws Problem `invalid-request` that names the first field that does not fit, in both languages
 */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown, within?: string): z.output<S> {
  const result = schema.safeParse(value, { error: languages.zh });
  if (result.success) return result.data;
  const english = schema.safeParse(value, { error: languages.en });
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const given = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], value);
  throw invalidRequest(
    [...(within === undefined ? [] : [within]), ...path].map(String).join('.') || 'body',
    { zh: issue?.message ?? '', en: english.error?.issues[0]?.message ?? '' },
    typeof given === 'string' ? given : undefined,
  );
}

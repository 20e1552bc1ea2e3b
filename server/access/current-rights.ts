import type { Authenticator } from '#server/access/authenticate.ts';
import { isRightsChanged } from '#server/access/problems.ts';

/**
 * 按最新权限: does a piece of work, and does it once more, from the beginning, when the person's grants were changed since the authenticator asked
 * for them. Nothing has happened by then: a transaction does not begin in rights that are no longer so.
 */
export async function inCurrentRights<T>(
  authenticator: Pick<Authenticator, 'forget'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRightsChanged(error)) throw error;
    authenticator.forget();
    return work();
  }
}

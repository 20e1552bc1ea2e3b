import { queryClient } from './query-client.ts';

/** What the server says about itself and about words, not about data. */
const STANDING = new Set<unknown>(['workspace', 'code-list', 'import']);

/** 数据已变: features came, changed or went: what was asked about data is asked again; new layer versions reload the tiles. */
export function dataChanged(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => !STANDING.has(queryKey[0]) });
}

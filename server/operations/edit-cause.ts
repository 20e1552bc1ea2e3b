import type { Cause as MoveCause } from '#core/contract/versions.ts';
import { checkedText } from '#core/edits/properties.ts';

/** 变更缘由: why, by which document, and since when on the ground. */
export interface Cause {
  readonly reason: string;
  readonly cause?: MoveCause | undefined;
  readonly document?: string | undefined;
  readonly trueFrom?: string | undefined;
}

/** @throws Problem `invalid-value` for text that cannot be stored */
export function checkedCause({ reason, cause, document }: Cause): {
  reason: string;
  cause: MoveCause | null;
  document: string | null;
} {
  return {
    reason: checkedText('reason', reason),
    cause: cause ?? null,
    document: document ? checkedText('document', document) : null,
  };
}

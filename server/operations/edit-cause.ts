import { checkedText } from '#core/edits/properties.ts';

/** 变更缘由: why, by which document, and since when on the ground. */
export interface Cause {
  readonly reason: string;
  readonly document?: string | undefined;
  readonly trueFrom?: string | undefined;
}

/** @throws Problem `invalid-value` for text that cannot be stored */
export function checkedCause({ reason, document }: Cause): { reason: string; document: string | null } {
  return {
    reason: checkedText('reason', reason),
    document: document ? checkedText('document', document) : null,
  };
}

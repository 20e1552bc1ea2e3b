import { currentLink } from '../app/link-sync.ts';
import type { FeatureRef } from '../state/link.ts';
import { copyText } from './clipboard.ts';

/** 复制链接: shows a colleague the same map, and this feature selected when one is given. */
export function copyLink(selected?: FeatureRef): Promise<void> {
  return copyText(currentLink(selected));
}

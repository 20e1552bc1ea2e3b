import { type OfficeCalendar, ownOfficeCalendar } from '#core/calendar/work-calendar.ts';
import {
  ownPatrolFrequencies,
  ownPatrolRules,
  type PatrolFrequency,
  type PatrolRule,
} from '#core/field/patrol-rules.ts';
import { type DeadlineRule, ownDeadlineRules } from '#core/patches/deadline-rules.ts';
import { ownRegisterPhotoRules, type RegisterPhotoRules } from '#core/patches/photo-rules.ts';
import { ownThresholdRules, type ThresholdRule } from '#core/patches/thresholds.ts';

/**
 * 图斑规则: what is dated and an office may set for itself (settings row `patch_rules`, docs/howto/patch-rules.md). A part that it leaves out is the
 * product's.
 */
export interface PatchRules {
  readonly deadlines: readonly DeadlineRule[];
  readonly thresholds: readonly ThresholdRule[];
  readonly photos: readonly RegisterPhotoRules[];
  readonly patrols: readonly PatrolRule[];
  readonly patrolFrequencies: readonly PatrolFrequency[];
  readonly calendar: OfficeCalendar;
}

export const ownPatchRules: PatchRules = {
  deadlines: ownDeadlineRules,
  thresholds: ownThresholdRules,
  photos: ownRegisterPhotoRules,
  patrols: ownPatrolRules,
  patrolFrequencies: ownPatrolFrequencies,
  calendar: ownOfficeCalendar,
};

import { ownPhotoRules, type PhotoRules } from '#core/field/photo-rules.ts';
import { ownRegisterPhotoRules, photoRulesOn } from '#core/patches/photo-rules.ts';
import { type RegisterCode, registerOf } from '#core/patches/registers.ts';
import { today } from '../../ui/today.ts';

/** 举证照片要求 of a register today. */
export function photoRulesFor(register: RegisterCode): PhotoRules {
  return photoRulesOn(ownRegisterPhotoRules, registerOf(register).kind, today()) ?? ownPhotoRules;
}

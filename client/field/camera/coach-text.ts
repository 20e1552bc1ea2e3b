import type { TFunction } from 'i18next';
import type { CoachAdvice } from '#core/field/photo-coach.ts';
import { compassWord } from '../patch/words.ts';

/** 拍照提示 in a sentence. */
export function coachSentence(t: TFunction, advice: CoachAdvice): string {
  const say = (values: Record<string, unknown> = {}) => t(`camera.coach.${advice.code}`, values);
  const role = (code: string) => t(`camera.role.${code}`);
  switch (advice.code) {
    case 'accuracy':
      return say({ meters: Math.round(advice.accuracyMeters), max: advice.maxMeters });
    case 'too-far':
    case 'too-near':
      return say({
        role: role(advice.role),
        meters: Math.max(1, Math.round(advice.moveMeters)),
        way: compassWord(t, advice.bearing),
      });
    case 'other-side':
      return say({ from: compassWord(t, advice.from) });
    case 'side-unknown':
    case 'ready':
      return say({ role: role(advice.role) });
    case 'turn':
      return t(`camera.coach.turn-${advice.side}`, { degrees: Math.max(1, Math.round(advice.degrees)) });
    case 'missing':
      return say({ roles: advice.roles.map(role).join(t('camera.and')) });
    default:
      return say();
  }
}

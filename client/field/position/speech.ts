import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { t } from '../app/i18n.ts';

interface SpeechPreference {
  readonly on: boolean;
  set(on: boolean): void;
}

/** 语音播报: off until the person wants it. */
export const useSpeech = create<SpeechPreference>()(
  persist((set) => ({ on: false, set: (on) => set({ on }) }), { name: 'gengjie.field.speech' }),
);

/** Says a sentence aloud with a voice of the phone's own; a phone without one stays silent. */
export function speak(sentence: string): void {
  if (!useSpeech.getState().on || !('speechSynthesis' in window)) return;
  const language = t('position.voice');
  const voice = speechSynthesis
    .getVoices()
    .find((each) => each.localService && each.lang.replace('_', '-').startsWith(language));
  const words = new SpeechSynthesisUtterance(sentence);
  words.lang = language;
  if (voice) words.voice = voice;
  speechSynthesis.speak(words);
}

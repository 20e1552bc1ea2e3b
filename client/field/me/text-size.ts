import { useEffect } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const TEXT_SIZES = ['100', '125', '150', '200'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

interface TextSizePreference {
  readonly size: TextSize;
  set(size: TextSize): void;
}

/** 字号, per cent of the phone's own; remembered on this phone. */
export const useTextSize = create<TextSizePreference>()(
  persist((set) => ({ size: '100', set: (size) => set({ size }) }), { name: 'gengjie.field.text-size' }),
);

/** Writes it where every size in rem is taken from. */
export function useTextSizeApplied(): void {
  const size = useTextSize((state) => state.size);
  useEffect(() => {
    document.documentElement.style.fontSize = size === '100' ? '' : `${size}%`;
  }, [size]);
}

import { lazy } from 'react';

// Parts that the first view does not need; each is loaded when it is first shown.
export const DetailStack = lazy(async () => ({
  default: (await import('../panels/detail/detail-stack.tsx')).DetailStack,
}));
export const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));
export const MeasureStrip = lazy(async () => ({
  default: (await import('../map/measure/measure-strip.tsx')).MeasureStrip,
}));
export const PhoneShell = lazy(async () => ({ default: (await import('./phone-shell.tsx')).PhoneShell }));
export const DesktopShell = lazy(async () => ({
  default: (await import('./desktop-shell.tsx')).DesktopShell,
}));

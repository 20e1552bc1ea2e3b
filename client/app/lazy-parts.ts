import { lazy } from 'react';
import { loadText } from './i18n.ts';

// Parts that the first view does not need; each is loaded when it is first shown.
export const AdministrationShell = lazy(async () => {
  const [part] = await Promise.all([import('./administration-shell.tsx'), loadText('administration')]);
  return { default: part.AdministrationShell };
});
export const DetailStack = lazy(async () => ({
  default: (await import('../panels/detail/detail-stack.tsx')).DetailStack,
}));
export const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));
export const IdleWatch = lazy(async () => ({ default: (await import('./idle-watch.tsx')).IdleWatch }));
export const MeasureStrip = lazy(async () => ({
  default: (await import('../map/measure/measure-strip.tsx')).MeasureStrip,
}));
export const SignInDialog = lazy(async () => {
  const [part] = await Promise.all([import('../panels/sign-in/sign-in-dialog.tsx'), loadText('account')]);
  return { default: part.SignInDialog };
});
export const SignInScreen = lazy(async () => {
  const [part] = await Promise.all([import('../panels/sign-in/sign-in-screen.tsx'), loadText('account')]);
  return { default: part.SignInScreen };
});

// One of the two shells is the first view: `loadShell` fetches it while the workspace is asked.
const shells = {
  desktop: () => import('./desktop-shell.tsx'),
  phone: () => import('./phone-shell.tsx'),
};
export const PhoneShell = lazy(async () => ({ default: (await shells.phone()).PhoneShell }));
export const DesktopShell = lazy(async () => ({ default: (await shells.desktop()).DesktopShell }));

export function loadShell(phone: boolean): void {
  void (phone ? shells.phone() : shells.desktop()).catch(() => undefined);
}

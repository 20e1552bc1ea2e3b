import { lazy } from 'react';
import { loadText } from './i18n.ts';

// Parts that the first view does not need; each is loaded when it is first shown.
export const AdministrationShell = lazy(async () => {
  const [part] = await Promise.all([import('./administration-shell.tsx'), loadText('administration')]);
  return { default: part.AdministrationShell };
});
export const AsOfDialog = lazy(async () => {
  const [part] = await Promise.all([import('../panels/as-of/as-of-dialog.tsx'), loadText('editing')]);
  return { default: part.AsOfDialog };
});
export const DetailStack = lazy(async () => {
  const [part] = await Promise.all([import('../panels/detail/detail-stack.tsx'), loadText('editing')]);
  return { default: part.DetailStack };
});
export const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));
export const LayerActions = lazy(async () => {
  const [part] = await Promise.all([import('../panels/layers/layer-actions.tsx'), loadText('editing')]);
  return { default: part.LayerActions };
});
export const LeaveDialog = lazy(async () => {
  const [part] = await Promise.all([import('../panels/edit/leave-dialog.tsx'), loadText('editing')]);
  return { default: part.LeaveDialog };
});
export const IdleWatch = lazy(async () => ({ default: (await import('./idle-watch.tsx')).IdleWatch }));
export const MeasureStrip = lazy(async () => ({
  default: (await import('../map/measure/measure-strip.tsx')).MeasureStrip,
}));
export const ShapeStrip = lazy(async () => {
  const [part] = await Promise.all([import('../map/shape/shape-strip.tsx'), loadText('editing')]);
  return { default: part.ShapeStrip };
});
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

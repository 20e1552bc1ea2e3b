import type { ComponentType } from 'react';
import type { FieldPath } from './route.ts';

export interface FieldPanelProps {
  /** What follows the panel's own name in the address. */
  readonly rest: FieldPath;
}

export interface FieldPanel {
  /** Key of its title. */
  readonly title: string;
  readonly load: () => Promise<{ readonly Panel: ComponentType<FieldPanelProps> }>;
  /** `full` covers the map from the status strip down; `over` stands at the foot of the map, which stays in use. */
  readonly shape: 'full' | 'over';
  /** Whether the four buttons stay. */
  readonly bar: boolean;
}

/** 面板: the screens of the field app by the first part of their address below `/field`; one line each. */
export const panels: Readonly<Record<string, FieldPanel>> = {
  tasks: {
    title: 'shell.tab.tasks',
    load: () => import('../tasks/tasks-panel.tsx'),
    shape: 'over',
    bar: true,
  },
  patch: { title: 'patch.title', load: () => import('../patch/patch-panel.tsx'), shape: 'full', bar: false },
  walk: { title: 'patch.walkTitle', load: () => import('../patch/walk-panel.tsx'), shape: 'over', bar: true },
  flag: { title: 'shell.tab.flag', load: () => import('../flag/flag-panel.tsx'), shape: 'over', bar: false },
  draw: { title: 'draw.title', load: () => import('../draw/draw-panel.tsx'), shape: 'over', bar: false },
  camera: {
    title: 'camera.title',
    load: () => import('../camera/camera-panel.tsx'),
    shape: 'full',
    bar: false,
  },
  patrol: {
    title: 'shell.tab.patrol',
    load: () => import('../patrol/patrol-panel.tsx'),
    shape: 'over',
    bar: true,
  },
  me: { title: 'shell.tab.me', load: () => import('./me-panel.tsx'), shape: 'full', bar: true },
  areas: { title: 'pack.title', load: () => import('../pack/areas-panel.tsx'), shape: 'full', bar: false },
  queue: { title: 'queue.title', load: () => import('../queue/queue-panel.tsx'), shape: 'full', bar: true },
  verify: {
    title: 'verify.title',
    load: () => import('../verify/verify-panel.tsx'),
    shape: 'full',
    bar: false,
  },
  'sign-in': {
    title: 'signing.submit',
    load: () => import('./sign-in-panel.tsx'),
    shape: 'full',
    bar: false,
  },
};

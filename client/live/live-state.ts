import { create } from 'zustand';

/** `off`: nobody is signed in, or the page is going. */
export type LiveLink = 'off' | 'connecting' | 'live' | 'lost';

/** 实时连接 of this page to the server's stream of changes. */
export const useLive = create<{ readonly link: LiveLink }>()(() => ({ link: 'off' }));

/** 命令: a thing a person can do; menus, shortcuts and panels call commands, never each other. */
export interface Command {
  readonly id: string;
  /** Key in client/text, for the cheat sheet and tooltips. */
  readonly title: string;
  /** Single key as `KeyboardEvent.key` gives it; off while typing and when shortcuts are switched off. */
  readonly key?: string;
  readonly run: () => void;
}

import { createHash } from 'node:crypto';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Access, Run } from '#server/access/access.ts';
import { type Actor, type RequestOrigin, scopeKey } from '#server/access/actor.ts';

/** 读者: for whom a tile is made: what names the rows they see of the layer, and the only way to those rows. */
export interface Reader {
  /** Region prefixes, as `scopeKey` writes them. */
  readonly regions: string;
  /** SHA-256 of the data scope. Readers of one scope see the same rows, so they share tiles; others never do. */
  readonly scope: string;
  /** Nothing of this layer is theirs to see. */
  readonly seesNothing: boolean;
  /** Transactions in the reader's rights. */
  readonly run: Run;
}

/** Data scopes are worked out once an actor and layer; the authenticator gives the same actor for a second. */
const scopes = new WeakMap<Actor, Map<string, Scope>>();

type Scope = Omit<Reader, 'run'>;

/** The data scope alone. */
export function scopeOn(actor: Actor, layer: LayerDefinition): Scope {
  return scopes.get(actor)?.get(layer.id) ?? scopeOf(actor, layer);
}

export function readerOf(
  access: Access,
  actor: Actor,
  layer: LayerDefinition,
  origin: () => RequestOrigin,
): Reader {
  return {
    ...scopeOn(actor, layer),
    run: (work, options) => access.run(actor, origin(), work, options),
  };
}

/** A data scope as part of a key or a file name. */
export function scopeHash(scope: string): string {
  return createHash('sha256').update(scope).digest('base64url');
}

function scopeOf(actor: Actor, layer: LayerDefinition): Scope {
  let known = scopes.get(actor);
  if (!known) {
    known = new Map();
    scopes.set(actor, known);
  }
  let scope = known.get(layer.id);
  if (!scope) {
    const key = scopeKey(actor, layer.id);
    scope = { regions: key, scope: scopeHash(key), seesNothing: key === '' };
    known.set(layer.id, scope);
  }
  return scope;
}

/** A secret in groups of four, as people read it to a phone. */
export function inGroups(secret: string): string {
  return (secret.replace(/\s/g, '').match(/.{1,4}/g) ?? []).join(' ');
}

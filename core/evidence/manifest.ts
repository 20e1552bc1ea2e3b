import { canonicalJson, hashOfJson, type Json } from '#core/evidence/canonical.ts';

/** 举证包 are written as this version; older ones are verified for ever. */
export const EVIDENCE_VERSION = 1;

/** Name of the manifest inside a pack. */
export const MANIFEST_NAME = 'evidence.json';

/** A file of the pack. */
export interface EvidenceFile {
  readonly name: string;
  readonly role: 'report' | 'photo' | 'photo-stamped';
  readonly byteCount: number;
  readonly mediaType: string;
  readonly sha256: string;
}

/**
 * 清单 of an evidence pack. `content` holds every figure, and its hash stands in the report's QR code; `files` names every other file with its hash; `seal` is
 * the hash of all the rest, so that no byte of the manifest can change unseen. Hashes prove that nothing was changed since; who made it,
 * the audit log of the office proves, which keeps `contentSha256`.
 */
export interface EvidenceManifest {
  readonly form: 'gengjie-evidence';
  readonly version: number;
  readonly content: Json;
  readonly contentSha256: string;
  readonly files: readonly EvidenceFile[];
  readonly seal: string;
}

/** Seals a manifest over its content and files. */
export function sealedManifest(content: Json, files: readonly EvidenceFile[]): EvidenceManifest {
  const open = {
    form: 'gengjie-evidence' as const,
    version: EVIDENCE_VERSION,
    content,
    contentSha256: hashOfJson(content),
    files: [...files].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return { ...open, seal: sealOf(open) };
}

/** Its text, byte for byte what is checked. */
export function manifestText(manifest: EvidenceManifest): string {
  return canonicalJson(manifest as unknown as Json);
}

/** The hash over everything but itself. */
export function sealOf({
  form,
  version,
  content,
  contentSha256,
  files,
}: Omit<EvidenceManifest, 'seal'>): string {
  return hashOfJson({ form, version, content, contentSha256, files: files as unknown as Json });
}

/** What the QR code of the report says. */
export function qrTextOf(contentSha256: string): string {
  return `gengjie-evidence:${EVIDENCE_VERSION}:${contentSha256}`;
}

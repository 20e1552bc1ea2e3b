import { utf8ToBytes } from '@noble/hashes/utils.js';
import { hashOfJson, type Json } from '#core/evidence/canonical.ts';
import {
  EVIDENCE_VERSION,
  type EvidenceFile,
  type EvidenceManifest,
  MANIFEST_NAME,
  manifestText,
  sealOf,
} from '#core/evidence/manifest.ts';
import type { Finding } from '#core/finding.ts';
import { decodeStrictly } from '#core/formats/text.ts';

/** A file as it was found: its hash is counted by who has its bytes. */
export interface FoundFile {
  readonly name: string;
  readonly byteCount: number;
  readonly sha256: string;
}

export interface Verification {
  /** null when the manifest cannot be read. */
  readonly manifest: EvidenceManifest | null;
  /** Errors: something is not what it was. Warnings: less was given, or more, than the pack holds. */
  readonly findings: readonly Finding[];
  /** Files that are byte for byte what they were. */
  readonly intact: readonly EvidenceFile[];
}

/**
 * 核验举证包: what in a pack is not as it was made: any byte of the manifest or of a file that it names, a file that is missing, one that it does not
 * name. Never throws.
 *
 * @param manifestBytes the file `evidence.json`, whole
 * @param files every other file that was given
 * Findings `evidence.manifest.unreadable`, `.newer`, `.altered`, `.content-differs`; `evidence.file.altered`, `.missing`, `.renamed`, `.extra`
 */
export function verifyEvidence(manifestBytes: Uint8Array, files: readonly FoundFile[]): Verification {
  const read = readManifest(manifestBytes);
  if (!read.manifest) return { manifest: null, findings: read.findings, intact: [] };
  const { manifest } = read;
  const findings = [...read.findings];
  const intact: EvidenceFile[] = [];
  const used = new Set<FoundFile>();
  for (const expected of manifest.files) {
    const found = files.find(({ name }) => name === expected.name);
    if (found) used.add(found);
    if (found?.sha256 === expected.sha256 && found.byteCount === expected.byteCount) {
      intact.push(expected);
      continue;
    }
    const moved = files.find((file) => file.sha256 === expected.sha256);
    if (found) {
      findings.push(
        finding('file.altered', 'error', expected.name, {
          expected: expected.sha256,
          found: found.sha256,
          expectedBytes: expected.byteCount,
          foundBytes: found.byteCount,
        }),
      );
    } else if (moved) {
      used.add(moved);
      intact.push(expected);
      findings.push(finding('file.renamed', 'info', expected.name, { found: moved.name }));
    } else findings.push(finding('file.missing', 'warning', expected.name, { expected: expected.sha256 }));
  }
  for (const file of files) {
    if (used.has(file) || manifest.files.some(({ sha256 }) => sha256 === file.sha256)) continue;
    findings.push(finding('file.extra', 'warning', file.name, { found: file.sha256 }));
  }
  return { manifest, findings, intact };
}

function readManifest(bytes: Uint8Array): { manifest: EvidenceManifest | null; findings: Finding[] } {
  try {
    const value: unknown = JSON.parse(decodeStrictly(bytes, 'utf-8') ?? '');
    if (isManifest(value)) return judged(value, bytes);
  } catch {
    // No JSON, or holding what none may: half a character.
  }
  return { manifest: null, findings: [finding('manifest.unreadable', 'error', MANIFEST_NAME)] };
}

function judged(
  manifest: EvidenceManifest,
  bytes: Uint8Array,
): { manifest: EvidenceManifest | null; findings: Finding[] } {
  if (manifest.version > EVIDENCE_VERSION) {
    const newer = finding('manifest.newer', 'error', MANIFEST_NAME, { version: manifest.version });
    return { manifest: null, findings: [newer] };
  }
  const findings: Finding[] = [];
  const content = hashOfJson(manifest.content as Json);
  if (content !== manifest.contentSha256) {
    findings.push(
      finding('manifest.content-differs', 'error', MANIFEST_NAME, {
        expected: manifest.contentSha256,
        found: content,
      }),
    );
  }
  // Spaces, the order of keys, a second key of one name: none of it is in the value, all of it in the text.
  const seal = sealOf(manifest);
  if (seal !== manifest.seal || !sameBytes(bytes, utf8ToBytes(manifestText(manifest))))
    findings.push(
      finding('manifest.altered', 'error', MANIFEST_NAME, { expected: manifest.seal, found: seal }),
    );
  return { manifest, findings };
}

/** Written out, not by a schema: the phone carries this too. What else stands in it, the seal finds. */
function isManifest(value: unknown): value is EvidenceManifest {
  const { form, version, contentSha256, files, seal } = (value ?? {}) as Partial<EvidenceManifest>;
  return (
    form === 'gengjie-evidence' &&
    (value as Partial<EvidenceManifest>).content !== undefined &&
    Number.isSafeInteger(version) &&
    typeof contentSha256 === 'string' &&
    typeof seal === 'string' &&
    Array.isArray(files) &&
    files.every(
      (file: Partial<EvidenceFile> | null) =>
        typeof file?.name === 'string' &&
        typeof file.sha256 === 'string' &&
        typeof file.byteCount === 'number',
    )
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function finding(
  code: string,
  severity: Finding['severity'],
  file: string,
  context: Finding['context'] = {},
): Finding {
  return {
    code: `evidence.${code}`,
    severity,
    subject: `file ${file}`,
    id: `evidence.${code}/${file}`,
    context: { file, ...context },
  };
}

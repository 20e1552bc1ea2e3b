import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const member = z.object({ member: z.string(), bytes: z.number().int().nonnegative(), sha256 });

/** 清单, the last member of the archive: what is in it, and the sum of everything. `sha256` and `bytes` are those of the content. */
export const manifestSchema = z.object({
  format: z.literal(1),
  product: z.literal('gengjie'),
  version: z.string(),
  createdAt: z.iso.datetime(),
  engine: z.enum(['embedded', 'postgis']),
  postgres: z.string(),
  postgis: z.string(),
  /** 示意数据. */
  demonstration: z.boolean(),
  migrations: z.array(z.object({ name: z.string(), sha256 })),
  tables: z.array(
    member.extend({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })).nonempty(),
      rows: z.number().int().nonnegative(),
    }),
  ),
  /** Tables that stayed behind, with the reason. */
  notCarried: z.record(z.string(), z.string()),
  sequences: z.array(
    z.object({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() }),
  ),
  attachments: z.array(member),
  originals: z.array(member),
  /** Files the database knows that could not be carried: not there, or no longer what they were. */
  faults: z.array(z.object({ file: z.string(), fault: z.enum(['missing', 'altered', 'unreadable']) })),
  /** Last link of the audit log; null where there is none. */
  audit: z.object({ seq: z.string(), hash: z.string() }).nullable(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Member = z.infer<typeof member>;
export type FileFault = Manifest['faults'][number];

export const manifestMember = 'manifest.json';

/** The archive's comment: what tells our file from any other, and the sum of the manifest. */
export function archiveComment(manifestSha256: string): string {
  return `gengjie backup 1 manifest sha256 ${manifestSha256}`;
}

export function readArchiveComment(comment: string): string | undefined {
  return /^gengjie backup 1 manifest sha256 ([0-9a-f]{64})$/.exec(comment)?.[1];
}

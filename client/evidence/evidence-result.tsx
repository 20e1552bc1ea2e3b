import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import { useTranslation } from 'react-i18next';
import type { Verification } from '#core/evidence/verify.ts';
import type { Finding } from '#core/finding.ts';
import { DemonstrationMark } from '../ui/demonstration-mark.tsx';
import { PaperHash } from './paper-hash.tsx';
import type { Outcome } from './verify-pack.ts';

const icons = { whole: CircleCheck, partial: CircleAlert, altered: CircleX } as const;

/** 核验结果 in plain words: whole, less or more than it should be, or altered, and where. */
export function EvidenceResult({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation();
  if (outcome.kind !== 'verified') {
    const reason = outcome.kind === 'archive' ? `archive.${outcome.fault}` : outcome.kind;
    return <Verdict verdict="altered" title={t('evidence.cannot')} note={t(`evidence.${reason}`)} />;
  }
  const { verification, files } = outcome;
  const { findings, intact, manifest } = verification;
  const verdict = verdictOf(verification);
  return (
    <section className="evidence-result" aria-label={t('evidence.result')}>
      <Verdict
        verdict={verdict}
        title={t(`evidence.verdict.${verdict}`)}
        note={t(`evidence.verdictNote.${verdict}`, {
          intact: intact.length,
          files: manifest?.files.length ?? 0,
        })}
      />
      {findings.length > 0 && (
        <ul className="evidence-findings" aria-label={t('evidence.findings')}>
          {findings.map((finding) => (
            <FindingRow key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
      {manifest && <About content={manifest.content as Content} contentSha256={manifest.contentSha256} />}
      {manifest && (
        <details className="evidence-files">
          <summary>{t('evidence.fileList', { count: files.length })}</summary>
          <ul>
            {manifest.files.map(({ name, sha256 }) => (
              <li key={name}>
                <strong>{name}</strong>
                <code>{sha256}</code>
                <span>
                  {t(intact.some((file) => file.name === name) ? 'evidence.same' : 'evidence.notSame')}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function verdictOf({ manifest, findings }: Verification): keyof typeof icons {
  if (!manifest || findings.some(({ severity }) => severity === 'error')) return 'altered';
  return findings.some(({ severity }) => severity === 'warning') ? 'partial' : 'whole';
}

function Verdict({
  verdict,
  title,
  note,
}: {
  readonly verdict: keyof typeof icons;
  readonly title: string;
  readonly note: string;
}) {
  const Icon = icons[verdict];
  return (
    <div className={`evidence-verdict evidence-${verdict}`} role={verdict === 'altered' ? 'alert' : 'status'}>
      <Icon size={28} aria-hidden />
      <div>
        <h3>{title}</h3>
        <p>{note}</p>
      </div>
    </div>
  );
}

function FindingRow({ finding: { code, severity, context } }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const key = code.replace(/^evidence\./, '').replaceAll('.', '-');
  return (
    <li className={`evidence-finding evidence-finding-${severity}`}>
      <strong>{t(`evidence.finding.${key}`, { ...context })}</strong>
      {context.expected !== undefined && (
        <span>
          {t('evidence.expected')} <code>{context.expected}</code>
        </span>
      )}
      {context.expected !== undefined && context.found !== undefined && (
        <span>
          {t('evidence.found')} <code>{context.found}</code>
        </span>
      )}
    </li>
  );
}

/** What of the content is told here. Of a pack from elsewhere any of it may be missing. */
interface Content {
  readonly mark?: string | null;
  readonly dataAt?: number;
  readonly patch?: {
    readonly number?: string;
    readonly class?: { readonly name?: string };
    readonly state?: { readonly name?: string };
    readonly region?: { readonly name?: string };
  };
}

function About({ content, contentSha256 }: { readonly content: Content; readonly contentSha256: string }) {
  const { t, i18n } = useTranslation();
  const { patch, dataAt, mark } = content ?? {};
  const rows: (readonly [string, string | undefined])[] = [
    ['number', patch?.number],
    ['class', patch?.class?.name],
    ['state', patch?.state?.name],
    ['region', patch?.region?.name],
    ['dataAt', typeof dataAt === 'number' ? beijingTime(dataAt, i18n.language) : undefined],
  ];
  return (
    <>
      {mark && <DemonstrationMark small />}
      <dl className="evidence-about">
        {rows.map(([key, value]) =>
          value ? (
            <div key={key}>
              <dt>{t(`evidence.about.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
        <div>
          <dt>{t('evidence.contentHash')}</dt>
          <dd>
            <code>{contentSha256}</code>
          </dd>
        </div>
      </dl>
      <PaperHash contentSha256={contentSha256} />
    </>
  );
}

function beijingTime(instant: number, language: string): string {
  return new Date(instant).toLocaleString(language, { timeZone: 'Asia/Shanghai', hour12: false });
}

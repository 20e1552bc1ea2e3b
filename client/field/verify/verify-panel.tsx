import i18next from 'i18next';
import { EvidenceVerifier } from '../../evidence/evidence-verifier.tsx';
import english from '../../text/evidence.en.json' with { type: 'json' };
import chinese from '../../text/evidence.zh-CN.json' with { type: 'json' };

// Both languages come with the panel, so that it works after a cold start without a connection.
i18next.addResourceBundle('zh-CN', 'translation', chinese, true);
i18next.addResourceBundle('en', 'translation', english, true);

/** 核验举证包 on the phone. */
export function Panel() {
  return <EvidenceVerifier />;
}

export { EvidenceVerifier as Panel } from '../../evidence/evidence-verifier.tsx';

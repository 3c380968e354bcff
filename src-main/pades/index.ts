/** PDF signatures (PAdES, ETSI EN 319 142-1): making them, judging them, looking at them. */
export { type FieldLock, type Permission } from './mdp.ts';
export { defaultLimits, type Limits } from './pdf/limits.ts';
export { digestPrepared, embedSignature } from './sign/embed.ts';
export {
  type FieldChoice,
  type PreparedSignature,
  SignFailure,
  type SignaturePlan,
  type ValidationData,
} from './sign/plan.ts';
export { prepareSignature } from './sign/prepare.ts';
export { signPdf } from './sign/sign.ts';

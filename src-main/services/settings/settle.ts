import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import type { SettingKey, SettingValue, SiteAuthority } from '../../domain/settings/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { authoritiesIn } from '../trust/authorities.ts';

/** A value that was proposed, as it is kept. */
type Settled<K extends SettingKey> = Result<
  SettingValue<K>,
  Failure<
    'trust/no-certificate' | 'trust/not-an-authority' | 'trust/expired' | 'trust/not-an-anchor' | 'settings/day-later'
  >
>;

/**
 * What has to be looked at in a proposed value beyond its shape. Of an authority only its certificate counts: what whoever
 * approves reads of it is read from that, not from the proposal. What opens signing is a policy that is in effect, a letter
 * that was sent and a validation that was completed.
 */
export const settled = <K extends SettingKey>(
  key: K,
  value: SettingValue<K>,
  context: Pick<ServiceContext, 'clock'>,
): Settled<K> => {
  switch (key) {
    case 'signing.trust':
      return settledTrust(value as SettingValue<'signing.trust'>, context.clock.now()) as Settled<K>;
    case 'signing.gate':
      return settledGate(value as SettingValue<'signing.gate'>, today(context)) as Settled<K>;
    default:
      return ok(value);
  }
};

const settledGate = (gate: SettingValue<'signing.gate'>, day: string): Settled<'signing.gate'> => {
  const { policy, letter, validation } = gate;
  const days = [policy?.effectiveOn, letter?.kind === 'sent' ? letter.sentOn : undefined, validation?.completedOn];
  return days.some((one) => one !== undefined && one > day) ? fail('settings/day-later') : ok(gate);
};

const settledTrust = ({ anchors, issuers }: SettingValue<'signing.trust'>, now: Date): Settled<'signing.trust'> => {
  const settledAuthorities = { anchors: [] as SiteAuthority[], issuers: [] as SiteAuthority[] };
  for (const [list, kind] of [
    ['anchors', 'anchor'],
    ['issuers', 'issuer'],
  ] as const)
    for (const { certificate } of list === 'anchors' ? anchors : issuers) {
      const found = authoritiesIn(new Uint8Array(Buffer.from(certificate, 'base64')), now);
      if (!found.ok) return found;
      const [one] = found.value;
      if (one === undefined || found.value.length > 1) return fail('trust/no-certificate');
      if (one.kind !== kind) return fail('trust/not-an-anchor', { subject: one.subject });
      const { subject, fingerprint, notAfter } = one;
      const known = settledAuthorities[list].some((other) => other.fingerprint === fingerprint);
      if (!known) settledAuthorities[list].push({ certificate: one.certificate, subject, fingerprint, notAfter });
    }
  return ok(settledAuthorities);
};

import { z } from 'zod';
import { controlledSetting, type SettingLine } from './controlled-setting.ts';

const authority = z.object({
  /** X.509, DER in base64. All else is read from it, whatever a proposal says. */
  certificate: z.base64().min(1).max(20_000),
  subject: z.string().max(1_000),
  /** SHA-256 of the DER, lower-case hex. */
  fingerprint: z.string().max(64),
  notAfter: z.iso.datetime(),
});

const value = z.object({
  /** Self-signed: where a path of certificates ends. */
  anchors: z.array(authority).max(20),
  /** Authorities under them, for certificates that come without their issuers. Trusted only by way of an anchor. */
  issuers: z.array(authority).max(50),
});

/** The authorities of a site that has a PKI: whose certificates people may sign with here, beside those of the vault's own. */
export type SiteTrust = z.infer<typeof value>;
export type SiteAuthority = z.infer<typeof authority>;

/** A fingerprint as people compare it, four digits a group. */
const grouped = (fingerprint: string): string => fingerprint.match(/.{1,4}/g)?.join(' ') ?? '';

const lineOf =
  (kind: string) =>
  ({ subject, notAfter, fingerprint }: SiteAuthority): SettingLine => ({
    label: `${kind}: ${subject}`,
    text: `Valid to ${notAfter.slice(0, 10)}, SHA-256 ${grouped(fingerprint)}`,
  });

export const siteTrust = controlledSetting<SiteTrust>({
  title: 'Certificate authorities of your own PKI',
  about:
    'People may sign with certificates that lead to one of these trust anchors, besides those that this vault issues itself. Compare the fingerprints by a second way before you approve them.',
  clause: '21 CFR 11.100(b); RFC 5280, 6.1; ETSI EN 319 102-1, 5.2.6',
  schema: value,
  initial: { anchors: [], issuers: [] },
  lines: ({ anchors, issuers }) => [
    {
      label: 'Trust anchors',
      text:
        anchors.length === 0
          ? 'None: this vault issues all certificates itself'
          : `${String(anchors.length)}, besides the vault's own`,
    },
    ...anchors.map(lineOf('Trust anchor')),
    ...issuers.map(lineOf('Authority')),
  ],
});

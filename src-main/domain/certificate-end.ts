/** Days before its end from which a certificate is pointed at (21 CFR 11.300(b), (e)): to plan, to act, at once. */
export const certificateBands = [30, 90, 180] as const;
export type CertificateBand = (typeof certificateBands)[number];

const dayMs = 86_400_000;

/** The narrowest band in which a certificate ends that is still valid; null where it lasts longer, or has ended. */
export const endsWithin = (notAfter: string, now: Date): CertificateBand | null => {
  const left = Date.parse(notAfter) - now.getTime();
  return left < 0 ? null : (certificateBands.find((days) => left <= days * dayMs) ?? null);
};

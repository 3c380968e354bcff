import type { Failure } from '../../../domain/result.ts';
import type { PackageRefusal } from './contents.ts';
import type { PackageSummary } from './summary.ts';

/** Stands with every verdict that rests on the anchors which the package brought along. */
export const trustWarning =
  'Trust rests on anchors from the package itself: whoever made the package chose them. Compare their fingerprints with ' +
  'the organisation, or give its anchor with --trust.';

const refusals: Readonly<Record<PackageRefusal, string>> = {
  'package/unreadable': 'it cannot be read',
  'package/not-a-zip': 'it is no zip, or its end is missing',
  'package/damaged': 'it is damaged: its parts do not fit together',
  'package/split': 'it is a part of a zip that was split',
  'package/zip64': 'it uses the 64-bit form of zips, which packages never have',
  'package/encrypted': 'a file in it is encrypted',
  'package/unknown-compression': 'a file in it is compressed in a way that packages never use',
  'package/unsafe-path': 'a name in it leads out of the package, or means different things on different systems',
  'package/duplicate-path': 'two files in it have the same name',
  'package/case-clash': 'two files in it have names that some systems take for the same',
  'package/not-a-file': 'it holds a folder, a link or a device',
  'package/hidden-data': 'it holds bytes that belong to none of its files, or to two',
  'package/too-many-files': 'it holds more files than a package may',
  'package/too-large': 'it unpacks to more than a package may',
  'package/bomb': 'a file in it unpacks to far more than was packed',
  'package/wrong-crc': 'a file in it does not have the check sum it was packed with',
  'package/wrong-size': 'a file in it does not have the length it was packed with',
  'package/no-manifest': 'it holds no manifest.json, so it is no audit package',
  'package/manifest-invalid': 'its manifest cannot be read',
  'package/unknown-version': 'it was made by a newer version of Countersign',
  'package/nested-zip': 'it holds another zip',
};

/** Why a file is not judged as a package, for a person. */
export const refusalWords = ({ code, details }: Failure<PackageRefusal>): string => {
  const about = details?.['path'] ?? details?.['cause'];
  return `${refusals[code]}${typeof about === 'string' && about !== '' ? ` (${about})` : ''}`;
};

/** So many defects are told in sentences; the JSON has all. */
const mostTold = 20;

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** What was found, in sentences. */
export const reasonsOf = ({ defects, documents, auditTrail, files }: PackageSummary): string[] => {
  const { passed, indeterminate, failed, unreadable } = documents;
  const total = passed + indeterminate + failed + unreadable;
  const rest = defects.length - mostTold;
  return [
    ...defects.slice(0, mostTold).map(({ path, message }) => (path === null ? message : `${path}: ${message}`)),
    ...(rest > 0 ? [`${count(rest, 'more defect')} of this kind.`] : []),
    ...(defects.length === 0 ? [`All ${count(files, 'file')} are as the manifest says, and none is missing.`] : []),
    total === 0
      ? 'It holds no signed record, so nothing in it is proven by a signature.'
      : `${count(total, 'signed PDF')}: ${passed} passed, ${indeterminate} indeterminate, ${failed} failed${unreadable > 0 ? `, ${unreadable} not readable` : ''}.`,
    ...(auditTrail.intact ? [trailWords(auditTrail)] : []),
  ];
};

const trailWords = ({ entries, confirmedUpTo }: PackageSummary['auditTrail']): string => {
  const vouched =
    confirmedUpTo === 0
      ? 'no signed record vouches for any of them'
      : confirmedUpTo === entries
        ? 'the signed records vouch for all of them'
        : `the signed records vouch for them up to number ${confirmedUpTo}, those after it rest on the package alone`;
  return `The audit trail's chain of ${count(entries, 'entry', 'entries')} is unbroken; ${vouched}.`;
};

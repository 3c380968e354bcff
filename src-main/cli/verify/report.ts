import { loadFonts, type ReportBasis, type ReportedFile, ValidationReportWriter } from '../../documents/index.ts';
import { readCertificate } from '../../pki/index.ts';
import { fontsFolder, version } from '../runtime.ts';
import type { VerifyOptions } from './options.ts';
import { newFile, type Sink } from './sinks.ts';
import type { Judgement } from './verdict.ts';

/** The readable report, as a PDF in a new file. @throws InputError where the file cannot be made */
export const reportSink = async (path: string, options: VerifyOptions, madeAt: Date): Promise<Sink> => {
  const file = newFile(path);
  const writer = new ValidationReportWriter(await loadFonts(fontsFolder), basisOf(options, madeAt));
  return {
    take: (judgement) => writer.add(reported(judgement)),
    finish: async (incomplete) => {
      file.write(await writer.finish(incomplete));
      file.close();
    },
    abandon: () => file.remove(),
  };
};

const basisOf = ({ anchors, crls, at }: VerifyOptions, madeAt: Date): ReportBasis => ({
  program: `Countersign ${version}`,
  madeAt: madeAt.toISOString(),
  validatedFor: at.toISOString(),
  anchors: anchors.flatMap((der) => {
    const certificate = readCertificate(der);
    return certificate.ok
      ? [{ subject: certificate.value.subject.text, fingerprint: certificate.value.fingerprint }]
      : [];
  }),
  revocationLists: crls.length,
});

const reported = ({ verdict, pictures }: Judgement): ReportedFile => {
  if ('error' in verdict) return { name: verdict.file, failure: verdict.error };
  const { file, signatures, ...rest } = verdict;
  return {
    ...rest,
    name: file,
    signatures: signatures.map((signature, index) => ({ ...signature, picture: pictures[index] ?? null })),
  };
};

import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, type Timing } from './measure.ts';

/** What other people's validators take for the same file, in the same run. Null where one is not installed. */
export const pdfsigTime = async (file: string, runs = 7): Promise<Timing | null> =>
  spawnSync('pdfsig', ['-v']).error === undefined
    ? measure('pdfsig -nocert, a process of its own', runs, () => spawnSync('pdfsig', ['-nocert', file]))
    : null;

/** Times itself, so that the start of Python and its imports do not count. */
const script = `
import sys, time, json, logging
logging.disable(logging.CRITICAL)
from io import BytesIO
from asn1crypto import x509, crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext
pdf, runs, root, *crls = sys.argv[1:]
read = lambda path: open(path, 'rb').read()
data, anchor = read(pdf), x509.Certificate.load(read(root))
lists = [crl.CertificateList.load(read(path)) for path in crls]
def once():
    reader = PdfFileReader(BytesIO(data))
    context = lambda: ValidationContext(trust_roots=[anchor], crls=lists, allow_fetching=False)
    for one in reader.embedded_regular_signatures:
        validate_pdf_signature(one, context(), ts_validation_context=context())
    for one in reader.embedded_timestamp_signatures:
        validate_pdf_timestamp(one, context())
once()
times = []
for _ in range(int(runs)):
    start = time.perf_counter(); once(); times.append((time.perf_counter() - start) * 1000)
print(json.dumps(sorted(times)))
`;

/** pyHanko in its own process, warm: integrity, path and later changes of every signature. */
export const pyHankoTime = (
  folder: string,
  file: string,
  trust: { readonly anchors: readonly Uint8Array[]; readonly crls: readonly Uint8Array[] },
  runs: number,
): Timing | null => {
  const [root, ...crls] = [...trust.anchors.slice(0, 1), ...trust.crls].map((der, index) => {
    const path = join(folder, `peer-${index}.der`);
    writeFileSync(path, der);
    return path;
  });
  const { status, stdout } = spawnSync('python3', ['-c', script, file, String(runs), root ?? '', ...crls], {
    encoding: 'utf8',
  });
  if (status !== 0) return null;
  const times = JSON.parse(stdout) as number[];
  const [min = 0] = times;
  return { name: 'pyHanko in process, warm', runs, min, median: times[times.length >> 1] ?? 0 };
};

/** One `pdfsig` a file, `jobs` at once: milliseconds for all of them. */
export const pdfsigFolder = async (files: readonly string[], jobs: number): Promise<number> => {
  const start = performance.now();
  const rest = [...files];
  const one = async (): Promise<void> => {
    for (let file = rest.pop(); file !== undefined; file = rest.pop()) {
      const child = spawn('pdfsig', ['-nocert', file], { stdio: 'ignore' });
      await new Promise((resolve) => child.on('close', resolve));
    }
  };
  await Promise.all(Array.from({ length: jobs }, one));
  return performance.now() - start;
};

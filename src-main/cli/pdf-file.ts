import { type FileHandle, open, rm } from 'node:fs/promises';
import { memoryForFile } from '../pades/index.ts';

const chunk = 4 * 1024 * 1024;

/** A PDF that something will be appended to, with room for that behind it. @throws what the system says */
export const readPdf = async (path: string): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const about = await file.stat();
    // What has no size (a pipe) is read to its end.
    if (!about.isFile()) return await file.readFile();
    const pdf = memoryForFile(about.size);
    if ((await read(file, pdf, 0)) < pdf.length) throw new Error(`${path} became shorter while it was read`);
    return pdf;
  } finally {
    await file.close();
  }
};

/**
 * Writes a PDF that begins with the file at `input` as a new file, whole or not at all; a file that is there is never
 * overwritten.
 * @throws Error where an earlier byte is not as it is in `input`: it changed meanwhile, or we did what must never happen;
 *   and what the system says
 */
export const writeContinuation = async (input: string, pdf: Uint8Array, out: string): Promise<void> => {
  await assertBeginsWith(pdf, input);
  const file = await open(out, 'wx');
  try {
    await file.writeFile(pdf);
    await file.sync();
  } catch (error) {
    await rm(out, { force: true });
    throw error;
  } finally {
    await file.close();
  }
};

const assertBeginsWith = async (pdf: Uint8Array, input: string): Promise<void> => {
  const file = await open(input);
  try {
    const about = await file.stat();
    if (!about.isFile()) return;
    const part = Buffer.allocUnsafeSlow(Math.min(chunk, about.size));
    for (let at = 0; at < about.size; at += part.length) {
      const length = await read(file, part.subarray(0, Math.min(part.length, about.size - at)), at);
      if (Buffer.compare(part.subarray(0, length), pdf.subarray(at, at + length)) !== 0)
        throw new Error(`${input} is not what the new file begins with: nothing was written`);
    }
  } finally {
    await file.close();
  }
};

/** Fills `target` from a place of the file; answers how much was there. */
const read = async (file: FileHandle, target: Uint8Array, from: number): Promise<number> => {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await file.read(target, done, Math.min(chunk, target.length - done), from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
};

import { getDocument, GlobalWorkerOptions, type PDFDocumentLoadingTask } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- the bundler's address of the file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { trustScript } from '../../lib/trusted-types.ts';

trustScript(workerUrl);
GlobalWorkerOptions.workerSrc = workerUrl;

/** Files that pdf.js fetches by name while it draws: character maps, the standard fonts, image decoders. */
const bundled: Readonly<Record<string, string>> = {
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm', {
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  }),
};
const byName: ReadonlyMap<string, string> = new Map(
  Object.entries(bundled).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
);

/** Hands pdf.js the bundled files; their names in the build carry a hash, so it cannot ask for them itself. */
class BundledData {
  async fetch({ filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const url = byName.get(filename);
    if (url === undefined) throw new Error(`not bundled: ${filename}`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${filename}: ${String(response.status)}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

/** Starts reading a PDF. The bytes are copied first, because pdf.js hands them to its worker for good. */
export const readPdf = (bytes: Uint8Array): PDFDocumentLoadingTask =>
  getDocument({
    data: new Uint8Array(bytes),
    BinaryDataFactory: BundledData,
    useWorkerFetch: false,
    cMapUrl: 'bundled/',
    standardFontDataUrl: 'bundled/',
    wasmUrl: 'bundled/',
    cMapPacked: true,
    enableXfa: false,
    disableWorkerRendering: true,
    maxImageSize: 64 * 1024 * 1024,
  });

import { deflateSync } from 'node:zlib';

/** A PDF of the objects given, numbered from 1, with a table that fits; `trailer` replaces entries by name. */
export const pdfOf = (objects: readonly (string | Buffer)[], trailer = ''): Buffer => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let length = parts[0]?.length ?? 0;
  const offsets: number[] = [];
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    add(
      Buffer.concat([
        Buffer.from(`${index + 1} 0 obj\n`),
        Buffer.from(object as string, 'latin1'),
        Buffer.from('\nendobj\n'),
      ]),
    );
  }
  const start = length;
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  add(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`));
  add(Buffer.from(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
};

const catalog = (more: string): string => `<</Type/Catalog/Pages 2 0 R${more}>>`;
const pages = '<</Type/Pages/Kids[3 0 R]/Count 1>>';
const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>';
const streamOf = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${data.length}>>stream\n`), data, Buffer.from('\nendstream')]);
const zeros = deflateSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 });
const someZeros = deflateSync(Buffer.alloc(30 * 1024 * 1024), { level: 9 });
/** An object stream that must be read to reach the form, of whatever data. */
const throughObjectStream = (dictionary: string, data: Buffer): Buffer => {
  const container = streamOf(`/Type/ObjStm/N 3/First 20${dictionary}`, data);
  const head = Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj\n'), container, Buffer.from('\nendobj\n')]);
  // Objects 2 (catalog) to 4 lie in object 1.
  const rows = [
    [0, 0, 255],
    [1, 9, 0],
    [2, 1, 0],
    [2, 1, 1],
    [2, 1, 2],
    [1, head.length, 0],
  ].map(([kind = 0, second = 0, third = 0]) =>
    Buffer.of(kind, (second >> 24) & 255, (second >> 16) & 255, (second >> 8) & 255, second & 255, third),
  );
  const xref = streamOf('/Type/XRef/W[1 4 1]/Size 6/Root 2 0 R', Buffer.concat(rows));
  return Buffer.concat([
    head,
    Buffer.from('5 0 obj\n'),
    xref,
    Buffer.from(`\nendobj\nstartxref\n${head.length}\n%%EOF\n`),
  ]);
};
const signature = (byteRange: string, contents = '<3003020100>'): string =>
  `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[${byteRange}]/Contents ${contents}>>`;
const signed = (byteRange: string): Buffer =>
  pdfOf([catalog('/AcroForm<</Fields[4 0 R]>>'), pages, page, '<</FT/Sig/T(S)/V 5 0 R>>', signature(byteRange)]);
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

/** Files that are built to hurt a reader, by name: none may take long, much memory, or pass. */
export const hostileFiles: Readonly<Record<string, () => Buffer>> = {
  'bomb in an object stream': () => throughObjectStream('/Filter/FlateDecode', zeros),
  'bomb with a predictor of one column': () =>
    throughObjectStream('/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>', someZeros),
  'bomb with a predictor of long rows': () =>
    throughObjectStream('/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 30000000>>', someZeros),
  'bomb in a bomb': () => throughObjectStream('/Filter[/FlateDecode/FlateDecode]', deflateSync(zeros, { level: 9 })),
  'run lengths in a bomb': () => throughObjectStream('/Filter[/FlateDecode/RunLengthDecode]', someZeros),
  'LZW of nothing but clear codes': () =>
    throughObjectStream('/Filter/LZWDecode', Buffer.alloc(4 * 1024 * 1024, Buffer.from('804020100804020100', 'hex'))),
  'hundreds of bombs that end damaged': () => {
    const broken = Buffer.concat([someZeros.subarray(0, someZeros.length - 9), Buffer.alloc(9, 0xff)]);
    const objects = Array.from({ length: 100 }, () => streamOf('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', broken));
    return pdfOf([catalog('/AcroForm<</Fields[4 0 R]/XFA[(a) 4 0 R]>>/Metadata 5 0 R'), pages, page, ...objects]);
  },
  'arrays in arrays': () => pdfOf([catalog(`/X ${'['.repeat(200_000)}${']'.repeat(200_000)}`), pages, page]),
  'dictionaries in dictionaries': () =>
    pdfOf([catalog(`/X ${'<</A'.repeat(100_000)} 1 ${'>>'.repeat(100_000)}`), pages, page]),
  'ASN.1 in ASN.1': () =>
    pdfOf([
      catalog('/AcroForm<</Fields[4 0 R]>>'),
      pages,
      page,
      '<</FT/Sig/T(S)/V 5 0 R>>',
      signature('0 9 20 30', `<${'3080'.repeat(100_000)}>`),
    ]),
  'pages that are their own parents': () =>
    pdfOf([catalog(''), '<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>']),
  'pages that double at each level': () =>
    pdfOf([
      catalog(''),
      ...Array.from({ length: 60 }, (_, index) => `<</Type/Pages/Count 2/Kids[${index + 3} 0 R ${index + 3} 0 R]>>`),
      page,
    ]),
  'fields that are their own kids': () =>
    pdfOf([
      catalog('/AcroForm<</Fields[4 0 R]>>'),
      pages,
      page,
      '<</T(A)/Kids[4 0 R 5 0 R]>>',
      '<</T(B)/Kids[4 0 R]/Parent 4 0 R>>',
    ]),
  'fields that double at each level': () =>
    pdfOf([
      catalog('/AcroForm<</Fields[4 0 R]>>'),
      pages,
      page,
      ...Array.from({ length: 60 }, (_, index) => `<</T(A)/Kids[${index + 5} 0 R ${index + 5} 0 R]>>`),
      '<</FT/Sig/T(S)>>',
    ]),
  'a reference to itself': () => pdfOf([catalog('/AcroForm 4 0 R'), pages, page, '4 0 R']),
  'an object whose length is itself': () =>
    pdfOf([catalog('/AcroForm 4 0 R'), pages, page, '<</Length 4 0 R>>stream\nabc\nendstream']),
  'cross-references in a circle': () => {
    const file = pdfOf([catalog(''), pages, page]);
    const start = file.lastIndexOf('xref\n0');
    return pdfOf([catalog(''), pages, page], `/Prev ${String(start)}`);
  },
  'an object stream in itself': () => {
    const rows = [
      [0, 0, 255],
      [2, 1, 0],
      [2, 1, 1],
      [1, 9, 0],
    ].map(([kind = 0, second = 0, third = 0]) => Buffer.of(kind, 0, second, third));
    const xref = streamOf('/Type/XRef/W[1 2 1]/Size 4/Root 2 0 R', Buffer.concat(rows));
    return Buffer.concat([Buffer.from('%PDF-1.7\n3 0 obj\n'), xref, Buffer.from('\nendobj\nstartxref\n9\n%%EOF\n')]);
  },
  'nearly as many objects as are read': () =>
    pdfOf([catalog(''), pages, page, ...Array.from({ length: 390_000 }, () => '1')]),
  'a million objects': () => pdfOf([catalog(''), pages, page, ...Array.from({ length: 1_000_000 }, () => '1')]),
  'a million fields': () =>
    pdfOf([catalog(`/AcroForm<</Fields[${many(1_000_000, () => '4 0 R ')}]>>`), pages, page, '<</FT/Tx/T(A)>>']),
  'a million annotations': () =>
    pdfOf([
      catalog('/AcroForm<</Fields[4 0 R]>>'),
      pages,
      `<</Type/Page/Parent 2 0 R/Annots[${many(1_000_000, () => '4 0 R ')}]>>`,
      '<</FT/Sig/T(S)/V 5 0 R/Rect[0 0 1 1]>>',
      signature('0 9 20 30'),
    ]),
  'a thousand revisions': () => {
    let file = pdfOf([
      catalog('/AcroForm<</Fields[4 0 R]>>'),
      pages,
      page,
      '<</FT/Sig/T(S)/V 5 0 R>>',
      signature('0 9 20 30'),
    ]);
    const parts = [file];
    let length = file.length;
    let previous = file.lastIndexOf('xref\n0');
    for (let index = 0; index < 1000; index++) {
      const object = `3 0 obj\n${page}\nendobj\n`;
      const start = length + object.length;
      file = Buffer.from(
        `${object}xref\n3 1\n${String(length).padStart(10, '0')} 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev ${previous}>>\nstartxref\n${start}\n%%EOF\n`,
      );
      parts.push(file);
      length += file.length;
      previous = start;
    }
    return Buffer.concat(parts);
  },
  'a table that claims 2 GiB of entries': () =>
    Buffer.from(
      '%PDF-1.7\nxref\n0 2147483647\n0000000000 65535 f \ntrailer\n<</Size 2147483647/Root 1 0 R>>\nstartxref\n9\n%%EOF\n',
    ),
  'a cross-reference stream that claims 2 GiB of entries': () =>
    Buffer.concat([
      Buffer.from('%PDF-1.7\n1 0 obj\n'),
      streamOf('/Type/XRef/W[0 0 0]/Index[0 2147483647]/Size 2147483647/Root 2 0 R', Buffer.from('x')),
      Buffer.from('\nendobj\nstartxref\n9\n%%EOF\n'),
    ]),
  'a stream that claims 2 GiB': () =>
    pdfOf([
      catalog('/Metadata 4 0 R/AcroForm<</Fields[]>>'),
      pages,
      page,
      '<</Length 2147483648>>stream\nabc\nendstream',
    ]),
  'a byte range of 2 GiB': () => signed('0 2147483648 2147483648 2147483648'),
  'a byte range that overflows': () => signed('0 9007199254740991 9007199254740991 9007199254740991'),
  'a byte range of negative lengths': () => signed('0 -1 5 -5'),
};

import { beforeAll, describe, expect, test } from 'vitest';
import { describeReport } from '../../../src-main/cli/verify/text.ts';
import { dict, encodeText, name, PdfDict, PdfRef, stream } from '../../../src-main/pades/pdf/objects.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { catalogOf, editPdf, firstPage, replaceBytes } from '../../support/pades-edit.ts';
import { createTestPki, type TestPki, validateWith } from '../../support/pades-files.ts';
import { type RawSignature, rawSigned } from '../../support/pades-raw.ts';

type Edit = Parameters<typeof editPdf>[1];

let pki: TestPki;
let signer: Signer;

beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.signerFor('Ada Author');
});

const pades = '/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached';
const certifying = (permission: number): string =>
  `${pades}/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</P ${permission}/V/1.2>>>>]`;

/** What a signature says of edits after it. */
const judge = async (raw: Omit<RawSignature, 'signer'>, ...edits: readonly Edit[]) => {
  const signed = await rawSigned({ signer, ...raw });
  const report = validateWith(edits.reduce(editPdf, signed), pki, {
    intermediates: [pki.authority.issuing.certificate],
  });
  const [signature] = report.signatures;
  if (!signature) throw new Error('no signature was found');
  return signature;
};
const after = async (raw: Omit<RawSignature, 'signer'>, ...edits: readonly Edit[]) =>
  (await judge(raw, ...edits)).changesAfter;

const bytes = (text: string) => new TextEncoder().encode(text);
const note = (more: Parameters<typeof dict>[0] = {}) =>
  dict({ Type: name('Annot'), Subtype: name('Text'), Rect: [150, 150, 170, 170], ...more });
const annotate =
  (...annotations: readonly PdfDict[]): Edit =>
  (view, update) => {
    const [ref, page] = firstPage(view);
    const added = annotations.map((annotation) => update.add(annotation));
    update.set(ref, page.with({ Annots: [...view.array(page.get('Annots')), ...added] }));
  };
const setRoot =
  (entries: Parameters<PdfDict['with']>[0]): Edit =>
  (view, update) => {
    const [ref, catalog] = catalogOf(view);
    update.set(ref, catalog.with(entries));
  };

describe('a tagged document (ISO 32000-2, 14.7)', () => {
  /** Objects 6 to 9: the tree's root, its document, the parent tree, a paragraph. */
  const tagged = {
    catalog: '/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R',
    objects: [
      '<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R/ParentTreeNextKey 1>>',
      '<</S/Document/P 6 0 R/K[9 0 R]>>',
      '<</Nums[0 9 0 R]>>',
      '<</S/P/P 7 0 R/Pg 3 0 R/K 0>>',
    ],
  };
  const [root, top, parents] = [new PdfRef(6, 0), new PdfRef(7, 0), new PdfRef(8, 0)];
  const inTree =
    (about: 'annotation' | 'text'): Edit =>
    (view, update) => {
      const [ref, page] = firstPage(view);
      const added = update.add(note({ StructParent: 1 }));
      const element = update.add(
        dict({
          S: name('Annot'),
          P: top,
          K: about === 'text' ? [0] : [dict({ Type: name('OBJR'), Obj: added, Pg: ref })],
        }),
      );
      update.set(ref, page.with({ Annots: [...view.array(page.get('Annots')), added] }));
      update.set(top, (view.dict(top) as PdfDict).with({ K: [new PdfRef(9, 0), element] }));
      update.set(parents, dict({ Nums: [0, new PdfRef(9, 0), 1, element] }));
      update.set(root, (view.dict(root) as PdfDict).with({ ParentTreeNextKey: 2 }));
    };
  /** Takes out what `inTree` put in. */
  const outOfTree: Edit = (view, update) => {
    const [ref, page] = firstPage(view);
    update.set(ref, page.with({ Annots: view.array(page.get('Annots')).slice(0, -1) }));
    update.set(top, (view.dict(top) as PdfDict).with({ K: [new PdfRef(9, 0)] }));
    update.set(parents, dict({ Nums: [0, new PdfRef(9, 0)] }));
  };

  test('C32: an annotation brings its structure along where it may come, and takes it away', async () => {
    expect(await after(tagged, inTree('annotation'))).toBe('permitted');
    expect(await after(tagged, inTree('annotation'), outOfTree)).toBe('permitted');
    expect(await after({ ...tagged, entries: certifying(3) }, inTree('annotation'))).toBe('permitted');
    expect(await after({ ...tagged, entries: certifying(2) }, inTree('annotation'))).toBe('forbidden');
  });

  test('C33: structure of what is no annotation may neither come, go nor change', async () => {
    const change =
      (entries: Parameters<PdfDict['with']>[0]): Edit =>
      (view, update) =>
        update.set(top, (view.dict(top) as PdfDict).with(entries));
    expect(await after(tagged, inTree('text'))).toBe('forbidden');
    expect(await after(tagged, change({ K: [] }))).toBe('forbidden');
    expect(await after(tagged, change({ S: name('Part') }))).toBe('forbidden');
    const emptied: Edit = (_, update) => update.set(parents, dict({ Nums: [] }));
    expect(await after(tagged, emptied)).toBe('forbidden');
  });

  test('C32: what tools write of a tagged document on the way is no change of it', async () => {
    const rewritten =
      (nums: Parameters<typeof dict>[0][string], more = {}): Edit =>
      (view, update) => {
        const index = update.add(dict({ Nums: nums }));
        update.set(root, (view.dict(root) as PdfDict).with({ ParentTree: index, ...more }));
      };
    const element = new PdfRef(9, 0);
    // The index made anew (14.7.5.4), and a role map with nothing in it.
    expect(await after(tagged, rewritten([0, [element, element]], { RoleMap: dict({}) }))).toBe('permitted');
    expect(await after(tagged, rewritten([0, element, 1, new PdfRef(3, 0)]))).toBe('forbidden');
    expect(await after(tagged, rewritten([0, element], { RoleMap: dict({ P: name('H1') }) }))).toBe('forbidden');
  });

  test('C31: /MarkInfo may say more, and nothing else than before', async () => {
    const marks = (entries: Parameters<typeof dict>[0]) => setRoot({ MarkInfo: dict(entries) });
    expect(await after({}, marks({ Marked: true }))).toBe('permitted');
    expect(await after(tagged, marks({ Marked: true, UserProperties: false }))).toBe('permitted');
    expect(await after(tagged, marks({ Marked: false }))).toBe('forbidden');
    expect(await after(tagged, setRoot({ MarkInfo: null }))).toBe('forbidden');
  });
});

describe('forms', () => {
  /** A text field `name`, object 6, on the page. */
  const form = {
    fields: '4 0 R 6 0 R',
    objects: [
      '<</FT/Tx/T(name)/V(Ada)/DA(/F 9 Tf 0 g)/AP<</N 7 0 R>>>>',
      '<</Subtype/Form/BBox[0 0 9 9]/Length 13>>stream\nBT(Ada)Tj ET \nendstream',
    ],
  };
  const field = new PdfRef(6, 0);
  const setField =
    (entries: Parameters<PdfDict['with']>[0]): Edit =>
    (view, update) =>
      update.set(field, (view.dict(field) as PdfDict).with(entries));

  test('C32: how a value is drawn may come with a new value, and not without one', async () => {
    const white = { DA: encodeText('/F 9 Tf 1 g') };
    expect(await after(form, setField({ ...white, V: encodeText('Grace') }))).toBe('permitted');
    expect(await after(form, setField(white))).toBe('forbidden');
    expect(await after(form, setField({ Q: 1 }))).toBe('forbidden');
  });

  test('C30: each revision is compared with the one before: a change that is taken back stays one', async () => {
    const there = annotate(note());
    const text: Edit = (view, update) => {
      const [ref, page] = firstPage(view);
      update.set(ref, page.with({ Contents: update.add(stream(new PdfDict(), bytes('BT (Evil) Tj ET'))) }));
    };
    const back: Edit = (view, update) => {
      const [ref, page] = firstPage(view);
      update.set(ref, page.with({ Contents: null }));
    };
    expect(await after(form, there)).toBe('permitted');
    expect(await after(form, text, back)).toBe('forbidden');
  });

  test('C34: names lock by whole components, and locks of all signatures hold together', async () => {
    const locking = (entries: string): Omit<RawSignature, 'signer'> => ({
      ...form,
      entries: `${pades}/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<<${entries}>>>>]`,
    });
    const filled = setField({ V: encodeText('Grace') });
    expect(await after(locking('/Action/Include/Fields[(name)]'), filled)).toBe('forbidden');
    expect(await after(locking('/Action/Include/Fields[(nam)(name1)]'), filled)).toBe('permitted');
    expect(await after(locking('/Action/Exclude/Fields[(name)]'), filled)).toBe('permitted');
    expect(await after(locking('/Action/Exclude/Fields[]'), filled)).toBe('forbidden');
    expect(await after(locking('/Action/All'), filled)).toBe('forbidden');
  });

  test('C32, C31: P=1 lets long-term data come, and nothing else', async () => {
    const certified = { ...form, entries: certifying(1) };
    const store: Edit = (view, update) =>
      setRoot({ DSS: dict({ CRLs: [update.add(stream(new PdfDict(), pki.crls[0] as Uint8Array))] }) })(view, update);
    const judged = await judge(certified, store);
    expect(judged).toMatchObject({ changesAfter: 'permitted', docMDP: 1 });
    expect(judged.laterChanges).toMatchObject([{ rule: 'dss-update', permitted: true }]);
    expect(await after(certified, setField({ V: encodeText('Grace') }))).toBe('forbidden');
    expect(await after(certified, annotate(note()))).toBe('forbidden');
  });

  test('C34: what is signed later does not certify, whatever it allows', async () => {
    const sign =
      (more: Parameters<typeof dict>[0]): Edit =>
      (view, update) => {
        const [ref, catalog] = catalogOf(view);
        const acroForm = view.dict(catalog.get('AcroForm')) as PdfDict;
        const signature = update.add(
          dict({ SubFilter: name('ETSI.CAdES.detached'), Contents: encodeText('x'), ...more }),
        );
        const added = update.add(dict({ FT: name('Sig'), T: encodeText('Later'), V: signature }));
        const Fields = [...view.array(acroForm.get('Fields')), added];
        update.set(ref, catalog.with({ AcroForm: acroForm.with({ Fields }) }));
      };
    const certifies = { Reference: [dict({ TransformMethod: name('DocMDP'), TransformParams: dict({ P: 3 }) })] };
    expect(await after(form, sign({}))).toBe('permitted');
    expect(await after(form, sign(certifies))).toBe('forbidden');
  });

  test('C30: a catalog that is written again with the same in it is no change', async () => {
    const same = {
      catalog:
        '/Version/1.7/MarkInfo<</Marked true>>/DSS<</CRLs[]>>/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>',
    };
    expect((await judge(same, setRoot({}))).laterChanges).toEqual([]);
  });

  test('C30: a text that is written again in another encoding is no change, another text is', async () => {
    const same = { catalog: '/Lang(\xfe\xff\0d\0e)' };
    expect((await judge(same, setRoot({ Lang: encodeText('de') }))).laterChanges).toEqual([]);
    expect(await after(same, setRoot({ Lang: encodeText('fr') }))).toBe('forbidden');
  });

  test('C30: what a writer put into the trailer for itself may be left out, and not become something else', async () => {
    const signed = { trailer: '/Own 1' };
    expect(await after(signed, setRoot({}))).toBe('none');
    const withTrailer = async (own: string) => {
      const edited = editPdf(await rawSigned({ signer, ...signed }), setRoot({}));
      const [signature] = validateWith(replaceBytes(edited, '/Own 1', own), pki, {}).signatures;
      return signature?.changesAfter;
    };
    expect(await withTrailer('      ')).toBe('none');
    expect(await withTrailer('/Own 2')).toBe('forbidden');
    expect(await withTrailer('/New 1')).toBe('forbidden');
    // Left out by one update and taken up again by the next.
    const without = replaceBytes(editPdf(await rawSigned({ signer, ...signed }), setRoot({})), '/Own 1', '      ');
    for (const [again, answer] of [
      ['/Own 1', 'none'],
      ['/Own 2', 'forbidden'],
    ]) {
      const update = Buffer.from(editPdf(without, setRoot({}))).toString('latin1');
      const at = update.lastIndexOf('/Root');
      const taken = Buffer.from(`${update.slice(0, at)}${again}${update.slice(at)}`, 'latin1');
      const [signature] = validateWith(taken, pki, {}).signatures;
      expect(signature?.changesAfter, again).toBe(answer);
    }
  });

  test('C33: what was signed into the form, the security store or the permissions cannot be taken out', async () => {
    const store = { ...form, catalog: '/DSS<</CRLs[]>>/Perms<</DocMDP 5 0 R>>', entries: certifying(2) };
    for (const key of ['AcroForm', 'DSS', 'Perms'])
      expect(await after(store, setRoot({ [key]: null })), key).toBe('forbidden');
    for (const key of ['OpenAction', 'AA', 'Outlines', 'Names', 'OCProperties'])
      expect(await after(store, setRoot({ [key]: dict({ S: name('JavaScript') }) })), key).toBe('forbidden');
  });
});

describe('annotations over what was signed', () => {
  /** Text begins at 50 50; a stamp that covers nothing is there from the start (object 7). */
  const page = {
    entries: certifying(3),
    objects: [
      '<</Length 27>>stream\nBT 50 50 Td (Agreed) Tj ET \nendstream',
      '<</Type/Annot/Subtype/Stamp/Rect[150 150 160 160]>>',
    ],
  };
  const prepared = (text: string) => text.replace('/Annots[4 0 R]', '/Contents 6 0 R/Annots[4 0 R 7 0 R]');
  const judged = async (...edits: readonly Edit[]) => {
    const signed = await rawSigned({ signer, ...page, prepared });
    return validateWith(edits.reduce(editPdf, signed), pki).signatures[0]?.changesAfter;
  };
  const over = [40, 40, 120, 70];

  test.each([
    ['a stamp', { Subtype: name('Stamp') }, 'forbidden'],
    ['free text', { Subtype: name('FreeText') }, 'forbidden'],
    ['a filled square', { Subtype: name('Square'), IC: [1, 1, 1] }, 'forbidden'],
    ['a frame', { Subtype: name('Square') }, 'permitted'],
    ['a marker', { Subtype: name('Highlight') }, 'permitted'],
  ] as const)('C36: in a certified document %s over the text', async (_, entries, expected) => {
    expect(await judged(annotate(note({ ...entries, Rect: over })))).toBe(expected);
  });

  test('C36, C32: where nothing is certified it may be, and both the report and its words say so', async () => {
    const signed = await rawSigned({ signer, ...page, entries: pades, prepared });
    const report = validateWith(editPdf(signed, annotate(note({ Subtype: name('Stamp'), Rect: over }))), pki);
    expect(report.signatures[0]?.changesAfter).toBe('permitted');
    expect(report.warnings).toEqual([
      'revision 2 lays something over what a page showed: look at the signed revision as well',
    ]);
    expect(describeReport({ file: 'a.pdf', size: 0, sha256: '', ...report })).toContain(
      'later     revision 2, permitted: something was laid over what the page showed; an annotation was added',
    );
  });

  test('C36: nor may one that was there be moved over the text', async () => {
    const move =
      (rect: readonly number[]): Edit =>
      (view, update) => {
        const stamp = new PdfRef(7, 0);
        update.set(stamp, (view.dict(stamp) as PdfDict).with({ Rect: [...rect] }));
      };
    expect(await judged(move([140, 150, 170, 170]))).toBe('permitted');
    expect(await judged(move(over))).toBe('forbidden');
  });
});

import { PDFContext } from 'pdf-lib';
import drawQr from 'qrcode-generator';
import type { Fonts } from '../fonts/fonts.ts';
import { drawBlocks, type Block } from '../layout/block.ts';
import { Canvas } from '../layout/canvas.ts';
import { Flow } from '../layout/flow.ts';
import { baselineOf, paragraph } from '../layout/paragraph.ts';
import { colour, contentWidth, page, text, type TextStyle } from '../layout/style.ts';
import { fact, heading, note, titleBlocks } from '../report/blocks.ts';
import { drawFurniture } from '../report/furniture.ts';
import { writeReportFile } from '../report/report-file.ts';
import { moment } from '../report/words.ts';

/** One holder's part of a recovery kit. `madeAt` is UTC (ISO 8601). */
export interface RecoverySheet {
  readonly program: string;
  readonly organisation: string;
  readonly vaultName: string;
  readonly vaultId: string;
  /** Of the kit; both sheets bear it. */
  readonly number: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly witness: string;
  readonly part: 'A' | 'B';
  readonly holder: string;
  /** Who has the other part. */
  readonly otherHolder: string;
  /** The part's code as it is typed. */
  readonly groups: readonly string[];
  /** SHA-256 of the root certificate, hexadecimal. */
  readonly rootFingerprint: string;
}

/**
 * Draws one part of a recovery kit: the code with all that tells what it is for on the first page, what to do with it on
 * the second, to be printed on the back. The file holds a secret: it goes to whoever prints it, and is kept nowhere.
 */
export const renderRecoverySheet = async (sheet: RecoverySheet, fonts: Fonts): Promise<Uint8Array> => {
  const flow = new Flow(fonts);
  const { part } = sheet;
  const other = part === 'A' ? 'B' : 'A';
  const kind = `Recovery kit ${sheet.number}, part ${part}`;
  drawBlocks(flow, [
    ...titleBlocks(fonts, 'Recovery kit', `Part ${part} of two`, `${sheet.organisation}, vault “${sheet.vaultName}”`),
    paragraph(
      fonts,
      { ...text.fieldTitle, colour: colour.warning },
      `Secret. Keep it sealed and locked away, apart from part ${other}. Neither part opens anything alone.`,
      { before: 8 },
    ),
    codeBox(sheet),
    heading(fonts, 'What this is'),
    fact(fonts, 'Kit number', `${sheet.number} (the same on both sheets)`),
    fact(fonts, 'Vault', `${sheet.vaultName} (${sheet.vaultId})`),
    fact(fonts, 'Made', `${moment(sheet.madeAt)} by ${sheet.madeBy}, with ${sheet.witness} present`),
    fact(fonts, `Part ${part} is held by`, sheet.holder),
    fact(fonts, `Part ${other} is held by`, sheet.otherHolder),
    fact(fonts, 'Root certificate', `SHA-256 ${inFours(sheet.rootFingerprint)}`, text.digest),
    heading(fonts, 'What both parts open together'),
    point(fonts, 'The records, signed PDFs, audit trail and settings of the vault.'),
    point(fonts, 'The vault’s own certificate authority: it can issue and revoke certificates again.'),
    point(fonts, 'For one act: a new pass phrase for one administrator. The kit is then spent.'),
    heading(fonts, 'What it does not open'),
    point(fonts, 'Nobody’s signing key. It signs nothing, and no earlier signature depends on it.'),
    point(fonts, 'Another vault, or this one once a newer kit was made. Backups taken before that still open with it.'),
    heading(fonts, 'Handed over'),
    handLines(['Name of the holder', 'Signature', 'Date', 'Number of the sealed envelope', 'Kept where']),
  ]);
  flow.newPage();
  flow.landmark('What to do');
  drawBlocks(flow, steps(fonts, sheet));
  const pages = flow.finish();
  return writeReportFile(PDFContext.create(), {
    title: `${kind}: ${sheet.organisation}, ${sheet.vaultName}`,
    program: sheet.program,
    madeAt: new Date(sheet.madeAt),
    typeface: flow.typeface,
    pages,
    furniture: pages.map((_, index) => {
      const canvas = new Canvas(flow.typeface);
      drawFurniture(canvas, fonts, {
        kind,
        maker: `${sheet.program} · ${moment(sheet.madeAt)}`,
        subject: `${sheet.organisation}, ${sheet.vaultName}`,
        number: index + 1,
        count: pages.length,
      });
      return canvas.content();
    }),
    pictures: [],
    landmarks: flow.landmarks,
  });
};

const inFours = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ');

const point = (fonts: Fonts, content: string): Block =>
  paragraph(fonts, text.small, content, { before: 1.5, hang: { sign: '•', width: 11 } });

const code: TextStyle = { face: 'semibold', size: 20, leading: 26, colour: colour.ink, figures: 'tabular' };
const box = { height: 156, padding: 14, qr: 128, columns: 2, rowHeight: 31 } as const;

/** The code in numbered groups, large enough to be typed from paper, and as a QR code beside them. */
const codeBox = ({ part, groups }: RecoverySheet): Block => ({
  before: 12,
  lead: box.height,
  withNext: false,
  draw(flow) {
    const { canvas } = flow;
    const top = flow.y;
    canvas.fill(page.left, top - box.height, contentWidth, box.height, colour.shade);
    canvas.frame(page.left, top - box.height, contentWidth, box.height, 0.8, colour.accent);
    const left = page.left + box.padding;
    const column = (contentWidth - box.qr - 3 * box.padding) / box.columns;
    const rows = Math.ceil(groups.length / box.columns);
    groups.forEach((group, index) => {
      const x = left + Math.floor(index / rows) * column;
      const y = top - box.padding - (index % rows) * box.rowHeight;
      canvas.text(text.furniture, x, y - baselineOf(code), String(index + 1));
      canvas.text(code, x + 16, y - baselineOf(code), group);
    });
    const below = `Part ${part}. No letter I, L, O or U: what looks like one is a digit. The last character of a group checks it.`;
    canvas.text({ ...text.furniture, size: 6.8 }, left, top - box.height + 7, below);
    drawCode(
      canvas,
      page.left + contentWidth - box.padding - box.qr,
      top - box.padding - box.qr,
      box.qr,
      groups.join('-'),
    );
    flow.y = top - box.height;
  },
});

/** Quiet zone around the code (ISO/IEC 18004), in modules. */
const margin = 4;

/** A QR code on white, each row's dark modules drawn as runs. `x`, `y`: its lower left corner. */
const drawCode = (canvas: Canvas, x: number, y: number, side: number, content: string): void => {
  const drawn = drawQr(0, 'M');
  drawn.addData(content);
  drawn.make();
  const count = drawn.getModuleCount();
  const module = side / (count + 2 * margin);
  canvas.fill(x, y, side, side, colour.white);
  for (let row = 0; row < count; row++)
    for (let from = 0; from < count; from++) {
      if (!drawn.isDark(row, from)) continue;
      let to = from;
      while (to + 1 < count && drawn.isDark(row, to + 1)) to++;
      const bottom = y + side - (row + margin + 1) * module;
      canvas.fill(x + (from + margin) * module, bottom, (to - from + 1) * module, module, colour.ink);
      from = to;
    }
};

/** Lines to be filled in by hand. */
const handLines = (labels: readonly string[]): Block => {
  const height = 25;
  return {
    before: 2,
    lead: labels.length * height,
    withNext: false,
    draw(flow) {
      for (const label of labels) {
        flow.canvas.text(text.note, page.left, flow.y - height + 4, label);
        flow.canvas.rule(page.left + 150, flow.y - height + 2, contentWidth - 150, 0.6, colour.rule);
        flow.y -= height;
      }
    },
  };
};

const steps = (fonts: Fonts, sheet: RecoverySheet): readonly Block[] => {
  const step = (number: number, content: string): Block =>
    paragraph(fonts, text.body, content, { before: 4, hang: { sign: `${number}.`, width: 20 } });
  return [
    ...titleBlocks(
      fonts,
      `Recovery kit ${sheet.number}`,
      'What to do',
      'For when no administrator can log in any more',
    ),
    note(
      fonts,
      'As long as one administrator can log in, they set a new pass phrase for the others, and nobody needs this kit.',
      6,
    ),
    heading(fonts, 'Before'),
    step(
      1,
      'Both holders come together, with both sheets. Look at the envelopes: if a seal is broken, find out by whom first.',
    ),
    step(2, 'Agree who becomes administrator again: a person who has such an account, or a new one. Write down why.'),
    heading(fonts, 'On a new computer, from a backup'),
    step(3, 'Install Countersign, the version on this sheet or a later one.'),
    step(
      4,
      'Find the newest backup: a folder whose name ends with a time and “.vault”. Copy it to the computer’s own disk and work in the copy. ' +
        'If the old computer still works, leave this out and use its vault.',
    ),
    heading(fonts, 'Recovery'),
    step(
      5,
      'Start Countersign, choose “Open another vault” and the folder. Where the login is asked for, choose “Recover with the kit”.',
    ),
    step(
      6,
      `The kit number on the screen has to be ${sheet.number}. Another number means that a newer kit exists, or that the backup is older than this one: find the sheets with that number.`,
    ),
    step(
      7,
      'Each holder types the own part, unseen by the other. A group with a typing error is named. Five wrong tries lock the kit for a quarter of an hour.',
    ),
    step(
      8,
      'Give the administrator, a first pass phrase and the reason. The audit trail keeps it, and everybody is told at the next login.',
    ),
    step(9, 'The administrator logs in and chooses another pass phrase at once.'),
    heading(fonts, 'Afterwards, on the same day'),
    step(
      10,
      'Compare the fingerprint of the root certificate on the front with the one of the vault (trust anchor of an audit package).',
    ),
    step(11, 'Make a new kit (Backup, Recovery kit). This one is spent and opens the vault no more.'),
    step(
      12,
      'Rotate the data key: “countersign vault rekey FOLDER”. Then older copies of the key file open the vault no more either.',
    ),
    step(
      13,
      'Destroy both sheets, or keep them as long as backups are kept that were taken while this kit counted: those backups still open with it.',
    ),
    heading(fonts, 'Without the window'),
    note(
      fonts,
      '“countersign vault recover FOLDER --as USER-NAME --reason TEXT” asks for both parts and the new pass phrase on a terminal.',
    ),
  ];
};

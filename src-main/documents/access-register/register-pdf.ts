import { PDFContext } from 'pdf-lib';
import type { Fonts } from '../fonts/fonts.ts';
import { drawBlocks } from '../layout/block.ts';
import { Canvas } from '../layout/canvas.ts';
import { Flow } from '../layout/flow.ts';
import { table, type TableColumn } from '../layout/table.ts';
import { fact, heading, note, titleBlocks } from '../report/blocks.ts';
import { drawFurniture } from '../report/furniture.ts';
import { writeReportFile } from '../report/report-file.ts';
import { moment } from '../report/words.ts';

/** Who had access at the end of a day. Times are UTC, ISO 8601. */
export interface RegisterDocument {
  readonly program: string;
  readonly organisation: string;
  readonly vaultName: string;
  readonly vaultId: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly day: string;
  /** How many people it names. */
  readonly people: number;
  /** A row per person and role: name, user name, role, since, given by. */
  readonly rows: readonly (readonly string[])[];
  /** The procedure that says what may be held, null where none is on record; and what is beyond it. */
  readonly procedure: string | null;
  readonly beyond: readonly string[];
}

const kind = 'Access register';

const columns: readonly TableColumn[] = ['Name', 'User name', 'Role', 'Held since', 'Given by'].map((title) => ({
  title,
  share: 1,
  align: 'left',
  rigid: title === 'Held since',
}));

/** The access register as pages (EU GMP Annex 11, 12.3; PI 041-1, 9.5). */
export const renderRegister = async (fonts: Fonts, register: RegisterDocument): Promise<Uint8Array> => {
  const { organisation, vaultName, program, madeAt, day, rows } = register;
  const flow = new Flow(fonts);
  drawBlocks(flow, [
    ...titleBlocks(fonts, kind, organisation, `Vault “${vaultName}”`),
    heading(fonts, 'What this is'),
    fact(fonts, 'Vault', `${vaultName} (${register.vaultId})`),
    fact(fonts, 'As of', `the end of ${day}, UTC`),
    fact(fonts, 'Accounts', String(register.people)),
    fact(fonts, 'Made', `${moment(madeAt)} by ${register.madeBy}, with ${program}`),
    note(
      fonts,
      'Computed from when accounts were made and deactivated and roles given and taken, which the vault never rewrites. ' +
        'A login that was locked for a time is not in it. Times are UTC.',
      6,
    ),
    heading(fonts, 'Held against the procedure'),
    fact(fonts, 'Procedure', register.procedure ?? 'none was on record'),
    ...(register.procedure === null
      ? []
      : register.beyond.length === 0
        ? [note(fonts, 'Nothing was beyond what it allows.')]
        : register.beyond.map((words) => note(fonts, words))),
    heading(fonts, `Accounts and roles at the end of ${day}`),
    rows.length === 0 ? note(fonts, 'There was none yet.') : table(fonts, { title: kind, columns, rows, before: 3 }),
  ]);
  const pages = flow.finish();
  const title = `${kind} of ${day}: ${organisation}, ${vaultName}`;
  return writeReportFile(PDFContext.create(), {
    title,
    program,
    madeAt: new Date(madeAt),
    typeface: flow.typeface,
    pages,
    furniture: pages.map((_, index) => {
      const canvas = new Canvas(flow.typeface);
      const maker = `${program} · ${moment(madeAt)}`;
      drawFurniture(canvas, fonts, { kind, maker, subject: title, number: index + 1, count: pages.length });
      return canvas.content();
    }),
    pictures: [],
    landmarks: flow.landmarks,
    attachments: [],
  });
};

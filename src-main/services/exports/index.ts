import type { Handlers, Input } from '../../contract/index.ts';
import { Duty, may } from '../../domain/roles.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { callerForMore } from '../guard.ts';
import type { Export, Take } from './export.ts';
import { newFolder } from './folder.ts';
import { createJobs, type Job, type Target } from './jobs.ts';
import { newFile, type WriteFailure } from './new-file.ts';
import { countPackage, exportPackage } from './package.ts';
import { exportTrail } from './trail.ts';
import { exportEverything } from './whole.ts';

type ExportCall = 'exports.count' | 'exports.start' | 'exports.look' | 'exports.cancel';
type Wish = Input<'exports.start'>['what'];

/** Handing out: audit packages, the audit trail, everything. Files are written by the main process, whose paths they are. */
export const exportHandlers = (context: ServiceContext): Pick<Handlers, ExportCall> => {
  const jobs = createJobs();
  return {
    'exports.count': ({ filter }) => {
      const caller = context.caller();
      return caller.ok
        ? ok({
            ...caller.value.vault.read((db) => countPackage(db, filter)),
            mayExportAll: may(caller.value.account.roles, Duty.ExportData),
          })
        : caller;
    },
    'exports.start': async ({ what }) => {
      const caller = what.kind === 'everything' ? callerForMore(context, 'exports.start') : context.caller();
      if (!caller.ok) return caller;
      if (jobs.busy()) return fail('exports/busy');
      const place = await context.host.choosePlace(nameOf(context, caller.value, what));
      if (place === null) return ok({ job: null });
      if (jobs.busy()) return fail('exports/busy');
      const opened = openTarget(context, caller.value, what, place);
      if (!opened.ok) return opened;
      const { vault } = caller.value;
      const goesOn = (): boolean => {
        const now = context.caller();
        return now.ok && now.value.vault === vault;
      };
      return ok({ job: shown(jobs.start(place, opened.value.target, opened.value.begin, goesOn)) });
    },
    'exports.look': ({ id }) => {
      const job = jobs.look(id);
      return job === null ? fail('exports/none') : ok(shown(job));
    },
    'exports.cancel': ({ id }) => {
      jobs.cancel(id);
      return ok({});
    },
  };
};

const shown = ({ id, name, state }: Job) => ({ id, name, state: { ...state } });

/** What the file or folder is called at first: the vault, what it is, the day. */
const nameOf = (context: ServiceContext, { vault }: Caller, what: Wish): string => {
  const stem = vault.identity.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const kinds = { package: 'audit-package', trail: 'audit-trail', everything: 'everything' } as const;
  const ending = what.kind === 'package' ? '.zip' : what.kind === 'trail' ? `.${what.format}` : '';
  return `${stem}-${kinds[what.kind]}-${today(context)}${ending}`;
};

const openTarget = (
  context: ServiceContext,
  caller: Caller,
  what: Wish,
  place: string,
): Result<{ readonly target: Target; readonly begin: () => Export }, Failure<WriteFailure>> => {
  if (what.kind === 'everything') {
    const folder = newFolder(place);
    return folder.ok
      ? ok({ target: folder.value, begin: () => exportEverything(context, caller, folder.value) })
      : folder;
  }
  const file = newFile(place);
  if (!file.ok) return file;
  const take: Take = (bytes) => file.value.write(bytes);
  return ok({
    target: file.value,
    begin: () =>
      what.kind === 'package'
        ? exportPackage(context, caller, what.filter, take)
        : exportTrail(context, caller, { format: what.format, from: null, to: null }, take),
  });
};

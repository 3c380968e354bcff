/** Account lists and rosters as sites have them, made from a seed: the same seed gives the same lists. */
export interface SampleLists {
  readonly accounts: string;
  readonly roster: string;
  /** How many accounts of each kind were put in; a person may fall under several. */
  readonly planted: Readonly<
    Record<
      'leavers' | 'orphans' | 'services' | 'shared' | 'dormant' | 'neverUsed' | 'typos' | 'admins' | 'conflicts',
      number
    >
  >;
}

const given =
  'Anna Björn Chloé Dmitri Élodie Farid Greta Hiroshi Ingrid João Karin Łukasz Małgorzata Noah Ömer Paula Quentin Rosa Søren Tomáš Ute Valentina Wiebke Xenia Yusuf Zoë'.split(
    ' ',
  );
const family =
  'Müller Okafor Nakamura García Johansson Petrov Dubois Schäfer Novák O’Brien Rossi Kowalski Þórsson Weiß Yılmaz Fernández Lindqvist Haddad Becker Moreau Sørensen Vogel Castellano Ferreira Brandt Iwasaki'.split(
    ' ',
  );
const departments = 'Quality Control,Quality Assurance,Production,Engineering,IT Operations,Warehouse'.split(',');
const titles = ['Analyst', 'Senior Analyst', 'Reviewer', 'Supervisor', 'Technician', 'Engineer'];
const roles = ['Analyst', 'Result Reviewer', 'Result Approver', 'Method Author', 'Sample Receipt', 'Report Reader'];

/** A small generator of chance (mulberry32). */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(
      /[ßŁłÞøı’]/g,
      (letter) => ({ ß: 'ss', Ł: 'L', ł: 'l', Þ: 'Th', ø: 'o', ı: 'i', '’': '' })[letter] ?? letter,
    )
    .toLowerCase();

const german = (iso: string): string => `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)}`;
const quoted = (cell: string): string => (/[";\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const line = (cells: readonly string[]): string => `${cells.map(quoted).join(';')}\r\n`;

/**
 * Lists of `count` accounts and as many people, as of `asOf` (ISO day). Semicolons, German days, quoted cells; some
 * people left, some accounts belong to nobody, some names are misspelt.
 */
export const sampleLists = (count: number, asOf: string, seed = 20261123): SampleLists => {
  const random = chance(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const dayBefore = (days: number): string =>
    new Date(Date.parse(`${asOf}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
  const planted = {
    leavers: 0,
    orphans: 0,
    services: 0,
    shared: 0,
    dormant: 0,
    neverUsed: 0,
    typos: 0,
    admins: 0,
    conflicts: 0,
  };
  const accounts = [
    'Login;Display name;E-mail;Personnel number;Department;Roles;Status;Last login;Created;Type;Reason;Owner\r\n',
  ];
  const roster = ['Employee ID;Last name;First name;E-mail;Department;Job title;Status;Left on\r\n'];
  for (let n = 0; n < count; n++) {
    const first = pick(given);
    const last = `${pick(family)}${n >= 676 ? `-${pick(family)}` : ''}`;
    const id = String(10_000 + n);
    const login = `${ascii(first).slice(0, 1)}${ascii(last).replace('-', '').slice(0, 8)}${n}`;
    const email = `${ascii(first)}.${ascii(last)}.${n}@meridian.example`;
    const department = pick(departments);
    const left = random() < 0.03;
    const leftOn = dayBefore(5 + Math.floor(random() * 300));
    roster.push(
      line([id, last, first, email, department, pick(titles), left ? 'left' : 'active', left ? german(leftOn) : '']),
    );

    const dice = random();
    const held = [pick(roles)];
    if (random() < 0.4) held.push(pick(roles.filter((role) => role !== held[0])));
    const used = random();
    const lastLogin =
      used < 0.04
        ? ''
        : german(dayBefore(used < 0.1 ? 100 + Math.floor(random() * 400) : 1 + Math.floor(random() * 60)));
    const created = german(dayBefore(500 + Math.floor(random() * 1500)));
    if (dice < 0.01) {
      planted.services += 1;
      accounts.push(
        line([
          `svc_${pick(['lims', 'erp', 'chrom', 'backup'])}_${n}`,
          'Interface account',
          '',
          '',
          'IT Operations',
          dice < 0.003 ? 'System Admin' : 'Interface',
          'active',
          lastLogin,
          created,
          'service',
          '',
          id,
        ]),
      );
      continue;
    }
    if (dice < 0.015) {
      planted.shared += 1;
      accounts.push(
        line([
          `lab${n}`,
          'Laboratory bench',
          '',
          '',
          department,
          'Sample Receipt',
          'active',
          lastLogin,
          created,
          '',
          '',
          '',
        ]),
      );
      continue;
    }
    const orphan = dice < 0.03;
    if (orphan) planted.orphans += 1;
    const admin = dice > 0.985;
    if (admin) {
      planted.admins += 1;
      held.push('System Admin');
    }
    const typo = !orphan && dice < 0.04;
    if (typo) planted.typos += 1;
    const shown = typo
      ? `${first} ${last.slice(0, 2)}${last.slice(3)}`
      : random() < 0.5
        ? `${last}, ${first}`
        : `${first} ${last}`;
    const disabled = random() < 0.02;
    if (!disabled && left && !orphan && !typo) planted.leavers += 1;
    if (!disabled && used < 0.04) planted.neverUsed += 1;
    if (!disabled && used >= 0.04 && used < 0.1) planted.dormant += 1;
    if (held.includes('Result Reviewer') && held.includes('Method Author')) planted.conflicts += 1;
    const known = !orphan && !typo;
    accounts.push(
      line([
        login,
        orphan ? `Contractor ${n} Xq${n}` : shown,
        known && random() < 0.97 ? email : '',
        known && random() < 0.9 ? id : '',
        random() < 0.03 ? pick(departments) : orphan ? '' : department,
        held.join(', '),
        disabled ? 'locked' : 'active',
        lastLogin,
        created,
        '',
        admin && random() < 0.5 ? 'Application administrator; CHG-1042' : '',
        '',
      ]),
    );
  }
  return { accounts: accounts.join(''), roster: roster.join(''), planted };
};

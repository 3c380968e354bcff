import {
  IconBooks,
  IconBuildingFactory2,
  IconCalendar,
  IconCertificate,
  IconDatabase,
  IconChartBar,
  IconChecklist,
  IconGridDots,
  IconFileImport,
  IconHistory,
  IconListCheck,
  IconLogin2,
  IconPackageExport,
  IconAdjustments,
  IconTableShare,
  IconUserCheck,
  IconServer2,
  IconShieldCheck,
  IconUserShield,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { signingRoles, type Role } from '../../../src-main/contract/index.ts';

/** What a section is about; a line parts the groups in the sidebar. */
export type PlaceGroup = 'operations' | 'vault' | 'own';

/** A section of the window. */
export interface Place {
  readonly group: PlaceGroup;
  readonly href: string;
  readonly label: string;
  readonly icon: Icon;
  /** Whether these roles see it; the main process decides again. */
  readonly visible: (roles: readonly Role[]) => boolean;
}

const trailReaders: readonly Role[] = [
  'administrator',
  'quality-assurance',
  'auditor',
  'validation-lead',
  'system-owner',
];
const accessReaders: readonly Role[] = ['administrator', 'system-owner', 'quality-assurance', 'auditor'];
const settingReaders: readonly Role[] = ['administrator', 'quality-assurance', 'auditor'];
const always = () => true;

/** The sections in the order of the sidebar; Ctrl+1 to Ctrl+9 follow it. */
export const places: readonly Place[] = [
  { group: 'operations', href: '/work', label: 'Work', icon: IconListCheck, visible: always },
  { group: 'operations', href: '/systems', label: 'Systems', icon: IconServer2, visible: always },
  { group: 'operations', href: '/suppliers', label: 'Suppliers', icon: IconBuildingFactory2, visible: always },
  { group: 'operations', href: '/records', label: 'Records', icon: IconBooks, visible: always },
  { group: 'operations', href: '/trends', label: 'Trends', icon: IconChartBar, visible: always },
  { group: 'operations', href: '/actions', label: 'Actions', icon: IconChecklist, visible: always },
  { group: 'operations', href: '/calendar', label: 'Calendar', icon: IconCalendar, visible: always },
  { group: 'operations', href: '/coverage', label: 'Coverage', icon: IconGridDots, visible: always },
  { group: 'operations', href: '/imports', label: 'Imported', icon: IconFileImport, visible: always },
  { group: 'operations', href: '/verify', label: 'Verify', icon: IconShieldCheck, visible: always },
  {
    group: 'vault',
    href: '/people',
    label: 'People',
    icon: IconUsers,
    visible: (roles) => roles.includes('administrator'),
  },
  {
    group: 'vault',
    href: '/logins',
    label: 'Logins',
    icon: IconLogin2,
    visible: (roles) => roles.some((role) => trailReaders.includes(role)),
  },
  {
    group: 'vault',
    href: '/enrolment',
    label: 'Enrolment',
    icon: IconUserCheck,
    visible: (roles) => roles.some((role) => accessReaders.includes(role)),
  },
  {
    group: 'vault',
    href: '/access',
    label: 'Access',
    icon: IconTableShare,
    visible: (roles) => roles.some((role) => accessReaders.includes(role)),
  },
  {
    group: 'vault',
    href: '/audit',
    label: 'Audit trail',
    icon: IconHistory,
    visible: (roles) => roles.some((role) => trailReaders.includes(role)),
  },
  {
    group: 'vault',
    href: '/settings',
    label: 'Settings',
    icon: IconAdjustments,
    visible: (roles) => roles.some((role) => settingReaders.includes(role)),
  },
  {
    group: 'vault',
    href: '/backup',
    label: 'Backup',
    icon: IconDatabase,
    visible: (roles) => roles.includes('administrator'),
  },
  {
    group: 'vault',
    href: '/export',
    label: 'Export',
    icon: IconPackageExport,
    visible: (roles) => roles.some((role) => trailReaders.includes(role)),
  },
  { group: 'own', href: '/login', label: 'My login', icon: IconUserShield, visible: always },
  {
    group: 'own',
    href: '/key',
    label: 'My key',
    icon: IconCertificate,
    visible: (roles) => roles.some((role) => signingRoles.includes(role)),
  },
];

export const placesFor = (roles: readonly Role[]): readonly Place[] => places.filter((place) => place.visible(roles));

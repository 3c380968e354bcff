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

/** A section of the window. */
export interface Place {
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
  { href: '/work', label: 'Work', icon: IconListCheck, visible: always },
  { href: '/systems', label: 'Systems', icon: IconServer2, visible: always },
  { href: '/suppliers', label: 'Suppliers', icon: IconBuildingFactory2, visible: always },
  { href: '/records', label: 'Records', icon: IconBooks, visible: always },
  { href: '/trends', label: 'Trends', icon: IconChartBar, visible: always },
  { href: '/actions', label: 'Actions', icon: IconChecklist, visible: always },
  { href: '/calendar', label: 'Calendar', icon: IconCalendar, visible: always },
  { href: '/coverage', label: 'Coverage', icon: IconGridDots, visible: always },
  { href: '/imports', label: 'Imported', icon: IconFileImport, visible: always },
  { href: '/verify', label: 'Verify', icon: IconShieldCheck, visible: always },
  { href: '/people', label: 'People', icon: IconUsers, visible: (roles) => roles.includes('administrator') },
  {
    href: '/logins',
    label: 'Logins',
    icon: IconLogin2,
    visible: (roles) => roles.some((role) => trailReaders.includes(role)),
  },
  {
    href: '/enrolment',
    label: 'Enrolment',
    icon: IconUserCheck,
    visible: (roles) => roles.some((role) => accessReaders.includes(role)),
  },
  {
    href: '/access',
    label: 'Access',
    icon: IconTableShare,
    visible: (roles) => roles.some((role) => accessReaders.includes(role)),
  },
  {
    href: '/audit',
    label: 'Audit trail',
    icon: IconHistory,
    visible: (roles) => roles.some((role) => trailReaders.includes(role)),
  },
  {
    href: '/settings',
    label: 'Settings',
    icon: IconAdjustments,
    visible: (roles) => roles.some((role) => settingReaders.includes(role)),
  },
  { href: '/backup', label: 'Backup', icon: IconDatabase, visible: (roles) => roles.includes('administrator') },
  {
    href: '/export',
    label: 'Export',
    icon: IconPackageExport,
    visible: (roles) => roles.some((role) => trailReaders.includes(role)),
  },
  { href: '/login', label: 'My login', icon: IconUserShield, visible: always },
  {
    href: '/key',
    label: 'My key',
    icon: IconCertificate,
    visible: (roles) => roles.some((role) => signingRoles.includes(role)),
  },
];

export const placesFor = (roles: readonly Role[]): readonly Place[] => places.filter((place) => place.visible(roles));

import { z } from 'zod';
import { archivable, lifecycleColumns, tenantColumns, words } from '../kernel/index.ts';

/** What a person is on the ward: somebody in training, or somebody who teaches. */
export const personTypes = ['resident', 'faculty'] as const;
/** What a faculty member answers for: program director, associate, officer in charge, department chief and so on. */
export const facultyRoles = ['pd', 'apd', 'oic', 'dept_chief', 'sports_med', 'core', 'adjunct'] as const;
/** Who screens patients in clinic before the physician sees them: someone kept for it, a nurse, an EMT or a resident. */
export const screenerRoles = ['dedicated', 'rn', 'emt', 'resident'] as const;
/** Whether a program trains residents or takes students through a rotation. */
export const programKinds = ['residency', 'clerkship'] as const;

const reference = { ...archivable, ...lifecycleColumns };
const optionalWords = (max = 255) => words(max).nullable();

/** An IANA zone name, such as America/Denver: shifts are planned in the wall time of their site. */
export const timeZone = z.string().refine(
  (zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
    } catch {
      return false;
    }
  },
  { message: 'Use an IANA time zone such as America/Denver' },
);

/** A group of hospitals and clinics under one owner. */
export const healthSystemRow = z.object({
  ...tenantColumns,
  name: words(),
  location: optionalWords(),
  description: optionalWords(2000),
  ...reference,
});
export type HealthSystemRow = z.infer<typeof healthSystemRow>;

/** A building where people work; it has the clock that shifts are planned by. */
export const siteRow = z.object({
  ...tenantColumns,
  healthSystemId: z.uuid().nullable(),
  name: words(),
  timeZone,
  address: optionalWords(500),
  officePhone: optionalWords(40),
  contactPerson: optionalWords(),
  contactEmail: z.email().nullable(),
  ...reference,
});
export type SiteRow = z.infer<typeof siteRow>;

/** A residency or clerkship with its own calendar and rule settings. */
export const programRow = z.object({
  ...tenantColumns,
  name: words(),
  kind: z.enum(programKinds),
  specialty: words(),
  siteId: z.uuid(),
  maxPgy: z.int().min(1).max(8),
  calendarSettings: z.record(z.string(), z.unknown()),
  ruleSettings: z.record(z.string(), z.unknown()),
  ...reference,
});
export type ProgramRow = z.infer<typeof programRow>;

/** A resident or faculty member. A login is linked when the person has one. */
export const personRow = z.object({
  ...tenantColumns,
  userId: z.uuid().nullable(),
  name: words(),
  type: z.enum(personTypes),
  email: z.email().toLowerCase().nullable(),
  pgyLevel: z.int().min(1).max(8).nullable(),
  targetClinicalBlocks: z.int().min(0).max(730).nullable(),
  performsProcedures: z.boolean(),
  specialties: z.array(words()).max(20),
  primaryDuty: optionalWords(),
  facultyRole: z.enum(facultyRoles).nullable(),
  screenerRole: z.enum(screenerRoles).nullable(),
  canScreen: z.boolean(),
  screeningEfficiency: z.int().min(0).max(100),
  sundayCallCount: z.int().min(0),
  weekdayCallCount: z.int().min(0),
  fmitWeeksCount: z.int().min(0),
  ...reference,
});
export type PersonRow = z.infer<typeof personRow>;

/** The time a person belongs to a program; a faculty member may serve two at once. */
export const personProgramRow = z.object({
  ...tenantColumns,
  personId: z.uuid(),
  programId: z.uuid(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date().nullable(),
  ...reference,
});
export type PersonProgramRow = z.infer<typeof personProgramRow>;

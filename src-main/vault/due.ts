import type { ReadableVault } from './handle.ts';

/** The last day on which a type of record took effect in a system; `scope` is the fact of that name. */
export interface LastDone {
  readonly systemId: string;
  readonly type: string;
  readonly scope: string | null;
  readonly day: string;
}

const inForce = "FROM revision WHERE record_id = record.id AND revision.state = 'effective'";

/** By system and type: the end of the latest period, the latest day, or the day on which the revision took effect. */
export const lastDone = (db: ReadableVault, types: readonly string[]): readonly LastDone[] =>
  db.all<LastDone>(
    `SELECT system_id AS systemId, record.type, facts ->> 'scope' AS scope,
       max(coalesce(period_end, event_on, (SELECT substr(updated_at, 1, 10) ${inForce}))) AS day
     FROM json_each(?) AS wanted JOIN record ON record.type = wanted.value
     WHERE state = 'effective' OR EXISTS (SELECT 1 ${inForce})
     GROUP BY system_id, record.type, scope`,
    JSON.stringify(types),
  );

/** A fact of the revision in force of a type, by system: the latest day that any record names. */
export const lastFact = (
  db: ReadableVault,
  type: string,
  fact: string,
): readonly { readonly systemId: string; readonly day: string }[] =>
  db.all(
    `SELECT system_id AS systemId, max(facts ->> ?) AS day FROM record
     WHERE type = ? AND facts ->> ? IS NOT NULL AND state <> 'withdrawn' GROUP BY system_id`,
    fact,
    type,
    fact,
  );

/** Something with a day: an event, an expiry. */
export interface Dated {
  readonly systemId: string;
  readonly id: string;
  readonly title: string;
  readonly day: string;
}

/** Incidents of the highest priority since a day. */
export const criticalIncidents = (db: ReadableVault, systemId: string, since: string): readonly Dated[] =>
  db.all<Dated>(
    `SELECT system_id AS systemId, id, title, event_on AS day FROM record
     WHERE type = 'incident' AND facts ->> 'priority' = 'P1' AND system_id = ? AND event_on >= ? AND state <> 'withdrawn'
     ORDER BY event_on, id`,
    systemId,
    since,
  );

/** Changes with effect on the validated state since a day. */
export const majorChanges = (db: ReadableVault, systemId: string, since: string): readonly Dated[] =>
  db.all<Dated>(
    `SELECT system_id AS systemId, id, value || ' ' || title AS title, occurred_on AS day FROM reference
     WHERE system_id = ? AND kind = 'change' AND occurred_on >= ? AND withdrawn_at IS NULL AND facts ->> 'major' = 1
     ORDER BY occurred_on, id`,
    systemId,
    since,
  );

/** Risks that are accepted until a day, of all systems, earliest first. */
export const riskExpiries = (db: ReadableVault): readonly Dated[] =>
  db.all<Dated>(
    `SELECT system_id AS systemId, id, title, facts ->> 'riskExpires' AS day FROM record
     WHERE type = 'defect' AND facts ->> 'riskExpires' IS NOT NULL AND facts ->> 'decision' = 'accept'
       AND state <> 'withdrawn'
     ORDER BY day, id`,
  );

/** Certificates in use by the day they end. */
export const certificateExpiries = (
  db: ReadableVault,
): readonly { readonly accountId: string; readonly fullName: string; readonly notAfter: string }[] =>
  db.all(
    `SELECT account.id AS accountId, full_name AS fullName, not_after AS notAfter
     FROM signing_key JOIN certificate ON certificate.id = certificate_id JOIN account ON account.id = signing_key.account_id
     WHERE signing_key.status = 'active' AND revoked_at IS NULL AND account.status = 'active'
     ORDER BY not_after`,
  );

/** Extensions in force: what they move (`duty`) and until when. */
export const extensionsInForce = (
  db: ReadableVault,
): readonly {
  readonly systemId: string;
  readonly recordId: string;
  readonly duty: string;
  readonly until: string;
  readonly reference: string | null;
}[] =>
  db.all(
    `SELECT system_id AS systemId, record.id AS recordId, facts ->> 'duty' AS duty, facts ->> 'until' AS until,
       facts ->> 'reference' AS reference
     FROM record JOIN revision ON record_id = record.id AND revision.state = 'effective'
     WHERE type = 'due-extension' AND facts ->> 'duty' IS NOT NULL AND facts ->> 'until' IS NOT NULL`,
  );

/** How many records of a type and state a system has, with the newest of them. */
export interface CoverageCount {
  readonly systemId: string;
  readonly type: string;
  readonly state: string;
  readonly count: number;
  readonly newest: string;
}

/** Records by system, type and state; a record that is revised counts as in force too. */
export const coverageCounts = (db: ReadableVault): readonly CoverageCount[] =>
  db.all<CoverageCount>(
    `SELECT system_id AS systemId, type, state, count(*) AS count, max(id) AS newest FROM record
     GROUP BY system_id, type, state
     UNION ALL
     SELECT system_id, type, 'effective', count(*), max(record.id)
     FROM record JOIN revision ON record_id = record.id AND revision.state = 'effective'
     WHERE record.state IN ('draft', 'in-review', 'awaiting-signatures', 'returned') GROUP BY system_id, type`,
  );

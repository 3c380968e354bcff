import type { ReadableVault } from './handle.ts';

/** The last day on which a type of record took effect in a system; `scope` is the fact of that name. */
export interface LastDone {
  readonly systemId: string;
  readonly type: string;
  readonly scope: string | null;
  readonly day: string;
}

/** By system and type: the end of the latest period, the latest day, or the day on which the revision in force took effect. */
export const lastDone = (db: ReadableVault, types: readonly string[]): readonly LastDone[] =>
  db.all<LastDone>(
    `SELECT system_id AS systemId, type, facts ->> 'scope' AS scope, max(coalesce(period_end, event_on,
       (SELECT substr(revision.updated_at, 1, 10) FROM revision WHERE record_id = id AND revision.state = 'effective'))) AS day
     FROM counted_record WHERE type IN (SELECT value FROM json_each(?)) AND state = 'effective'
     GROUP BY system_id, type, scope`,
    JSON.stringify(types),
  );

/** A fact of the revisions in force of a type, by system: the latest day that any of them names. */
export const lastFact = (
  db: ReadableVault,
  type: string,
  fact: string,
): readonly { readonly systemId: string; readonly day: string }[] =>
  db.all(
    `SELECT system_id AS systemId, max(facts ->> ?) AS day FROM counted_record
     WHERE type = ? AND facts ->> ? IS NOT NULL AND state = 'effective' GROUP BY system_id`,
    fact,
    type,
    fact,
  );

/** Something with a day: an event, an expiry. */
export interface Dated {
  readonly systemId: string;
  readonly id: string;
  readonly title: string;
  /** Of a change its number in change control. */
  readonly number?: string;
  readonly day: string;
}

/** Incidents of the highest priority since a day. */
export const criticalIncidents = (db: ReadableVault, systemId: string, since: string): readonly Dated[] =>
  db.all<Dated>(
    `SELECT system_id AS systemId, id, title, event_on AS day FROM counted_record
     WHERE type = 'incident' AND facts ->> 'priority' = 'P1' AND system_id = ? AND event_on >= ? AND state <> 'withdrawn'
     ORDER BY event_on, id`,
    systemId,
    since,
  );

/** Changes with effect on the validated state since a day. */
export const majorChanges = (db: ReadableVault, systemId: string, since: string): readonly Dated[] =>
  db.all<Dated>(
    `SELECT system_id AS systemId, id, value AS number, value || ' ' || title AS title,
       occurred_on AS day
     FROM reference
     WHERE system_id = ? AND kind = 'change' AND occurred_on >= ? AND withdrawn_at IS NULL AND facts ->> 'major' = 1
     ORDER BY occurred_on, id`,
    systemId,
    since,
  );

/** Risks that are accepted until a day, of all systems, earliest first. */
export const riskExpiries = (db: ReadableVault): readonly Dated[] =>
  db.all<Dated>(
    // The view would look at every defect: by hand, the index of accepted risks serves.
    `SELECT system_id AS systemId, id, title, facts ->> 'riskExpires' AS day FROM (
       SELECT system_id, id, title, facts FROM record INDEXED BY record_accepted
       WHERE type = 'defect' AND facts ->> 'riskExpires' IS NOT NULL AND state <> 'withdrawn'
         AND id NOT IN (SELECT record_id FROM entry_in_force)
       UNION ALL
       SELECT system_id, id, kept.title, kept.facts
       FROM entry_in_force AS kept CROSS JOIN record ON record.id = record_id
       WHERE type = 'defect' AND kept.facts ->> 'riskExpires' IS NOT NULL)
     WHERE facts ->> 'decision' = 'accept' ORDER BY day, id`,
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

/** Extensions in force: what they move (`duty`), from which day and until when. */
export const extensionsInForce = (
  db: ReadableVault,
): readonly {
  readonly systemId: string;
  readonly recordId: string;
  readonly duty: string;
  readonly from: string | null;
  readonly until: string;
  readonly reference: string | null;
}[] =>
  db.all(
    `SELECT system_id AS systemId, id AS recordId, facts ->> 'duty' AS duty, facts ->> 'from' AS "from",
       facts ->> 'until' AS until, facts ->> 'reference' AS reference
     FROM counted_record WHERE type = 'due-extension' AND state = 'effective' AND facts ->> 'duty' IS NOT NULL
       AND facts ->> 'until' IS NOT NULL`,
  );

/** Extensions that are being written or signed for the first time: what they would move. */
export const extensionsInWork = (
  db: ReadableVault,
): readonly {
  readonly systemId: string;
  readonly recordId: string;
  readonly duty: string;
  readonly reference: string | null;
}[] =>
  db.all(
    `SELECT system_id AS systemId, id AS recordId, facts ->> 'duty' AS duty, facts ->> 'reference' AS reference
     FROM counted_record WHERE type = 'due-extension' AND state IN ('draft', 'in-review', 'awaiting-signatures', 'returned')
       AND facts ->> 'duty' IS NOT NULL`,
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
     SELECT system_id, type, 'effective', count(*), max(id)
     FROM entry_in_force JOIN record ON record.id = record_id GROUP BY system_id, type`,
  );

/** Whether the work on an incident or a defect was taken up again, from its steps and signed revisions. */
export const reopened = `
UPDATE record SET facts = json_set(facts, '$.reopened', json(CASE WHEN coalesce(facts ->> 'reopened', 0) = 1
  OR EXISTS (SELECT 1 FROM stage_entry WHERE record_id = id AND step = 'reopen' AND from_stage <> 'mitigated')
  OR EXISTS (SELECT 1 FROM revision WHERE record_id = id AND revision < current_revision
    AND revision.state IN ('effective', 'superseded', 'retired'))
  THEN 'true' ELSE 'false' END))
WHERE type IN ('incident', 'defect');
`;

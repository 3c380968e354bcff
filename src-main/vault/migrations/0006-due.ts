/** Finding what makes something due: critical incidents, risks that are accepted for a time, changes by their weight. */
export const due = `
CREATE INDEX record_critical ON record (system_id, event_on, id) WHERE type = 'incident' AND facts ->> 'priority' = 'P1';
CREATE INDEX record_accepted ON record (system_id, facts ->> 'riskExpires', id)
WHERE type = 'defect' AND facts ->> 'riskExpires' IS NOT NULL;
`;

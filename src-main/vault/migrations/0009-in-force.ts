/** Finding what is in force of a type in a system, the latest period first, without a look at what is not. */
export const inForce = `
CREATE INDEX record_in_force ON record (system_id, type, period_end, id) WHERE state = 'effective';
`;

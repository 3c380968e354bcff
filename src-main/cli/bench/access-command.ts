/** The bench that is not listed: `countersign bench access-lists ACCOUNTS.csv ROSTER.csv` answers one run as JSON. */
export const analyseCommand = 'access-lists';
/** Its peer: the same lists by papaparse alone. */
export const parseCommand = 'access-lists-peer';

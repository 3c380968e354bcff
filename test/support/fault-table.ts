/** How often a fault is tried: `usual` in a plain run, `COUNTERSIGN_FAULTS` times that in a longer one. */
export const tried = (usual: number): number =>
  Math.max(1, Math.round(usual * Number(process.env['COUNTERSIGN_FAULTS'] ?? 1)));

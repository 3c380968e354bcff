/**
 * Milliseconds of processor that this thread has used between two looks. A bound on it holds for what the code does; what
 * else the machine does at the same time is not in it.
 */
export const processorTime = (): (() => number) => {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
};

// test: time that a busy machine does not stretch.

/**
 * Milliseconds of processor time that `work` takes in this process. The clock also runs while other processes have the processor, so a
 * bound on it fails by who else is there; this one fails by what `work` does.
 */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Milliseconds of processor time that work takes on this process: unlike the time on the clock, what else runs on the machine does not
 * count.
 */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

import { readdirSync, readFileSync } from 'node:fs';

/** Bytes of memory that a process and all that it has started take, shared ones counted once; null where the system has no /proc. */
export function memoryOf(root: number): number | null {
  const parents = parentsOfProcesses();
  if (!parents) return null;
  const isOurs = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = parents.get(pid);
    return parent !== undefined && isOurs(parent);
  };
  return [...parents.keys()].filter(isOurs).reduce((sum, pid) => sum + proportionalSize(pid), 0);
}

/** By process id; those that end meanwhile are left out. */
function parentsOfProcesses(): Map<number, number> | null {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return new Map(pids.map((pid) => [Number(pid), Number(/^PPid:\s*(\d+)/m.exec(readProcess(pid, 'status'))?.[1])]));
  } catch {
    return null;
  }
}

/** https://docs.kernel.org/filesystems/proc.html: Pss, each shared page divided by those who share it. */
function proportionalSize(pid: number): number {
  return 1024 * Number(/^Pss:\s*(\d+) kB/m.exec(readProcess(`${pid}`, 'smaps_rollup'))?.[1] ?? 0);
}

function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}

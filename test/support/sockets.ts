import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const lines = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
};

/** The process and everything it started, by Linux's /proc. */
const processTree = (root: number): number[] => {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const stat = lines(`/proc/${name}/stat`)[0] ?? '';
      return { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
    });
  const tree = [root];
  for (const pid of tree) tree.push(...parents.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return tree;
};

const socketsOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
};

/** How many processes there are below and with `root`, and their network sockets (TCP and UDP, Linux only). */
export const networkSockets = (root: number): { readonly processes: number; readonly sockets: readonly string[] } => {
  const tree = processTree(root);
  const held = new Set(tree.flatMap(socketsOf));
  const sockets = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    lines(`/proc/net/${kind}`)
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => held.has(fields[9] ?? ''))
      .map((fields) => `${kind} ${fields[1] ?? ''} -> ${fields[2] ?? ''}`),
  );
  return { processes: tree.length, sockets };
};

/** `make(0)` … `make(n − 1)`: statements of a kernel that are written out, as registers cannot be indexed. */
export const each = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

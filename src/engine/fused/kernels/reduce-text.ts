/** WGSL: adds `sums[0 … size − 1]` (workgroup memory) into `sums[0]`, pairwise. Every invocation of the workgroup must come here. */
export function reduceText(sums: string, size: number): string {
  return /* wgsl */ `for (var half = ${size / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { ${sums}[thread] += ${sums}[thread + half]; }
  }`;
}

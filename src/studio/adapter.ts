/** What this browser offers to paint with, in words for a person. */
export interface AdapterReport {
  /** `software`: computes on the CPU, far slower than a graphics card */
  readonly state: 'ready' | 'software' | 'none';
  readonly text: string;
}

/** Asks the browser for a WebGPU adapter. */
export async function reportAdapter(): Promise<AdapterReport> {
  // Missing in browsers without WebGPU and on pages that are no secure context, whatever the types say.
  const gpu = (navigator as Partial<NavigatorGPU>).gpu;
  if (!gpu) return { state: 'none', text: 'No WebGPU in this browser' };
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { state: 'none', text: 'WebGPU, but no graphics adapter' };
  const name = nameOf(adapter.info);
  return adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(name)
    ? { state: 'software', text: `WebGPU on the CPU: ${name}` }
    : { state: 'ready', text: `WebGPU: ${name}` };
}

/** Browsers fill in as much as they care to tell: a description at best, a vendor at least. */
function nameOf({ description, vendor, architecture, device }: GPUAdapterInfo): string {
  if (description) return description;
  return [vendor, architecture, device].filter((part) => part !== '').join(' ') || 'unnamed adapter';
}

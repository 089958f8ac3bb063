/** What this browser offers to paint with, in words for a person. */
export interface AdapterReport {
  /** `software`: WebGPU that computes on the processor; painting then takes WebAssembly */
  readonly state: 'asking' | 'ready' | 'software' | 'none';
  /** short: the name of the card */
  readonly name: string;
  /** one sentence */
  readonly detail: string;
}

/** Before the browser has answered. */
export const ASKING: AdapterReport = { state: 'asking', name: 'looking for a graphics card', detail: '' };

/** Asks the browser for a WebGPU adapter, and for none of its devices. */
export async function reportAdapter(): Promise<AdapterReport> {
  // Missing in browsers without WebGPU and on pages that are no secure context, whatever the types say.
  const gpu = (navigator as Partial<NavigatorGPU>).gpu;
  if (!gpu) return onProcessor('none', 'This browser has no WebGPU.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return onProcessor('none', 'This browser has WebGPU, but finds no graphics card.');
  const name = nameOf(adapter.info);
  if (adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(name)) {
    return onProcessor('software', `WebGPU here is computed on the processor (${name}).`);
  }
  return { state: 'ready', name, detail: `Paints through WebGPU on ${name}.` };
}

function onProcessor(state: 'software' | 'none', why: string): AdapterReport {
  return {
    state,
    name: 'processor (WebAssembly)',
    detail: `${why} Painting takes WebAssembly on the processor: the same pictures, much slower, so new projects start small.`,
  };
}

/** Browsers fill in as much as they care to tell: a description at best, a vendor at least. */
function nameOf({ description, vendor, architecture, device }: GPUAdapterInfo): string {
  if (description) return description;
  return [vendor, architecture, device].filter((part) => part !== '').join(' ') || 'unnamed adapter';
}

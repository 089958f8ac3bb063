import { DEMO_PARAMS, DEMO_STYLES, UNTRAINED_DEMO } from '../../project/demo.ts';
import type { FramesChoice, ProjectDocument, StyleItem } from '../../project/document.ts';
import { createParams } from '../../project/resolve.ts';
import type { Params } from '../../project/schema.ts';

/** Longer side that WebAssembly on a processor paints in bearable time. */
const SMALL_SIZE = 320;

/** Where a route gets its pictures until the person chooses: no key is needed there. */
const KEYLESS = { route_source: 'panoramax' } as const;

/** Frames of the demo: a film to look at on a graphics card, a few minutes of waiting without one. */
const DEMO_FRAMES = { fast: 24, slow: 6 };

/**
 * The built-in street: needs neither network nor files.
 * @param fast whether there is a real graphics card @param painting `built-in:NAME` in place of the demo's own mix
 */
export function createDemoProject(fast: boolean, painting?: string): ProjectDocument {
  const mix = painting === undefined ? DEMO_STYLES : [{ name: painting, weight: 1 }];
  const styles = mix.map(({ name }): StyleItem => ({ id: crypto.randomUUID(), name, sha256: null }));
  const params = createParams({
    ...KEYLESS,
    ...DEMO_PARAMS,
    ...UNTRAINED_DEMO,
    job_schema_version: 2,
    input_style_filenames: styles.map(({ name }) => name),
    input_style_weights: mix.map(({ weight }) => weight),
  });
  const frames: FramesChoice = { kind: 'demo', frames: fast ? DEMO_FRAMES.fast : DEMO_FRAMES.slow };
  return project('Demo street', { params, styles, frames });
}

/** A project without frames and paintings. @param fast whether there is a real graphics card: without one pictures are small */
export function createEmptyProject(name: string, fast: boolean): ProjectDocument {
  const params = createParams({ ...KEYLESS, ...(fast ? {} : { input_max_size: SMALL_SIZE }) });
  return project(name, { params, styles: [], frames: { kind: 'none' } });
}

/** The same under a new id and name; its pictures are shared by hash. */
export function copyOfProject(document: ProjectDocument): ProjectDocument {
  const now = new Date().toISOString();
  return { ...document, id: crypto.randomUUID(), name: `${document.name} (copy)`, created: now, changed: now };
}

/** What a project of these files is called until someone names it: like its video or folder, else by the day. */
export function nameForFiles(
  files: readonly { readonly name: string; readonly webkitRelativePath?: string }[],
): string {
  const folder = files[0]?.webkitRelativePath?.split('/').at(0);
  if (folder) return folder;
  if (files.length === 1) return files[0]!.name.replace(/\.[^.]+$/, '') || 'Street';
  return `Street, ${new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}`;
}

function project(
  name: string,
  parts: { params: Params; styles: readonly StyleItem[]; frames: FramesChoice },
): ProjectDocument {
  const now = new Date().toISOString();
  return { version: 1, id: crypto.randomUUID(), name, created: now, changed: now, extras: {}, ...parts };
}

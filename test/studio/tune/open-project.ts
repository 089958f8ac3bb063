import type { ProjectDocument, StyleItem } from '../../../src/project/document.ts';
import { createParams } from '../../../src/project/resolve.ts';
import type { Params } from '../../../src/project/schema.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';

/** A painting of a project; its hash is told apart by one digit. */
export function painting(name: string, digit = 'a'): StyleItem {
  return { id: `id-${name}`, name, sha256: name.startsWith('built-in:') ? null : digit.repeat(64) };
}

/** Opens a project with these paintings, of equal weight, and forgets all steps. */
export function openProject(
  styles: readonly StyleItem[] = [],
  params: Partial<Params> = {},
  rest: Partial<ProjectDocument> = {},
): void {
  useDocument.getState().open({
    version: 1,
    id: 'project',
    name: 'Lund, Adelgatan',
    created: '2024-05-14T10:00:00.000Z',
    changed: '2024-05-14T10:00:00.000Z',
    frames: { kind: 'none' },
    styles,
    params: createParams({ ...params, input_style_filenames: styles.map(({ name }) => name) }),
    extras: {},
    ...rest,
  });
}

/** The open project. */
export function opened(): ProjectDocument {
  const { document } = useDocument.getState();
  if (!document) throw new Error('no project is open');
  return document;
}

/** Steps that undo would take back. */
export function steps(): number {
  return useDocument.temporal.getState().pastStates.length;
}

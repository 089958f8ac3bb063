import type { ProjectDocument } from '../document.ts';

/** A project beside another with the same pictures and params, which are kept once. @param now ISO date */
export function duplicateDocument(document: ProjectDocument, id: string, now: string): ProjectDocument {
  return { ...document, id, name: `${document.name} (copy)`, created: now, changed: now };
}

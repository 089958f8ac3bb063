/** Most folders within folders that are looked into. */
const MAX_DEPTH = 4;

/**
 * Files of a drop or a paste, those inside dropped folders included. Must be called within the event: the browser takes the items back after it.
 */
export function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  return Promise.all(
    entries.map(({ entry, file }) => (entry?.isDirectory ? filesIn(entry, MAX_DEPTH) : file ? [file] : [])),
  ).then((found) => found.flat());
}

async function filesIn(entry: FileSystemEntry, depth: number): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File | null>((resolve) =>
      // A file that vanished meanwhile is none.
      (entry as FileSystemFileEntry).file(resolve, () => resolve(null)),
    );
    return file ? [file] : [];
  }
  if (depth === 0) return [];
  const inside: File[] = [];
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) {
    inside.push(...(await filesIn(child, depth - 1)));
  }
  return inside;
}

/** A reader gives a folder in parts, and an empty part at its end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (part.length === 0) return children;
    children.push(...part);
  }
}

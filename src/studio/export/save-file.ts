/** Milliseconds after which the browser has surely begun to read the file. */
const READ_BY = 60_000;

/** Gives a file to the person, as the browser saves downloads. */
export function saveFile(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_BY);
}

import { Text } from '@mantine/core';
import { IconPhotoDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { droppedFiles } from './dropped-files.ts';
import classes from './FilesDrop.module.css';
import { useFileImport } from './use-file-import.ts';

/** Takes files dropped anywhere on the window, and those pasted: in the Styles step pictures are paintings, else photographs. */
export function FilesDrop() {
  const receive = useFileImport();
  const inStyles = useSession((state) => state.step === 'styles');
  const open = useDocument(({ document }) => document !== null);
  const [over, setOver] = useState(false);
  const as = inStyles && open ? 'styles' : 'frames';
  useEffect(() => {
    const take = (data: DataTransfer) => void droppedFiles(data).then((files) => receive(files, as));
    const listeners = {
      dragover: (event: DragEvent) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      dragleave: (event: DragEvent) => {
        // Within the page the pointer goes from one element to the next; out of it there is no next.
        if (event.relatedTarget === null) setOver(false);
      },
      drop: (event: DragEvent) => {
        setOver(false);
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        take(event.dataTransfer);
      },
      paste: (event: ClipboardEvent) => {
        if (event.clipboardData?.types.includes('Files')) take(event.clipboardData);
      },
    };
    const controller = new AbortController();
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener, { signal: controller.signal });
    }
    return () => controller.abort();
  }, [receive, as]);
  if (!over) return null;
  return (
    <div className={classes.over} aria-hidden>
      <div className={classes.sign}>
        <IconPhotoDown size={40} stroke={1.3} />
        <Text size="lg" fw={600}>
          {as === 'styles' ? 'Drop paintings to paint like' : 'Drop photographs or a video of a street'}
        </Text>
        <Text size="sm" c="dimmed">
          a params file (.yaml) or a route (.gpx, .geojson) works too
        </Text>
      </div>
    </div>
  );
}

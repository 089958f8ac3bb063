import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { FreshFileButton } from '../shell/FreshFileButton.tsx';
import type { PicturesAs } from './import-ports.ts';
import { useFileImport } from './use-file-import.ts';

const ACCEPT = { frames: 'image/*,.ppm,.pgm,video/*,.mkv', styles: 'image/*,.ppm,.pgm' } as const;

/** A button that asks for files and takes them. */
export function PickFiles({ as, children, ...props }: { as: PicturesAs; children: ReactNode } & ButtonProps) {
  const receive = useFileImport();
  return (
    <FreshFileButton multiple accept={ACCEPT[as]} onChange={(files) => receive(files, as)}>
      {({ onClick }) => (
        <Button {...props} onClick={onClick}>
          {children}
        </Button>
      )}
    </FreshFileButton>
  );
}

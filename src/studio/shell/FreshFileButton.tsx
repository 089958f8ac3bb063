import { FileButton, type FileButtonProps } from '@mantine/core';
import { useRef } from 'react';

/** A `FileButton` that forgets what was chosen: a file that was put right can be chosen again, which browsers else take for no change. */
export function FreshFileButton<Multiple extends boolean = false>({ onChange, ...props }: FileButtonProps<Multiple>) {
  const reset = useRef<() => void>(null);
  return (
    <FileButton<Multiple>
      {...props}
      resetRef={reset}
      onChange={(chosen) => {
        reset.current?.();
        onChange(chosen);
      }}
    />
  );
}

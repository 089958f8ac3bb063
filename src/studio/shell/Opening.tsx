import { Center, Loader } from '@mantine/core';

/** While the browser's store is being opened. */
export function Opening() {
  return (
    <Center h="100dvh">
      <Loader type="dots" aria-label="Opening the studio" />
    </Center>
  );
}

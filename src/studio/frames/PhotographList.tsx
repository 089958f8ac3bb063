import { Button, Group, Menu, Text } from '@mantine/core';
import { IconArrowsSort, IconDots, IconPhotoPlus, IconSortAscendingLetters, IconTrash } from '@tabler/icons-react';
import type { FrameItem } from '../../project/document.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { moved, sortedByName } from './frame-order.ts';
import classes from './PhotographList.module.css';
import { PhotographRow } from './PhotographRow.tsx';
import { PickFiles } from './PickFiles.tsx';
import { useTones } from './use-tones.ts';

/** The photographs in their order, to look at, arrange and take out. */
export function PhotographList({ items }: { items: readonly FrameItem[] }) {
  const setFrames = useDocument((state) => state.setFrames);
  const start = useDocument(({ document }) => document?.params.video_start_frame ?? 1);
  const selected = useSession((state) => state.selectedFrame);
  const tones = useTones();
  const selectFrame = useSession((state) => state.selectFrame);
  const set = (changed: readonly FrameItem[]) =>
    setFrames(changed.length === 0 ? { kind: 'none' } : { kind: 'files', items: changed });
  const place = (changed: readonly FrameItem[], id: string) => {
    set(changed);
    selectFrame(Math.max(0, changed.findIndex((item) => item.id === id) - (start - 1)));
  };
  const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <PickFiles as="frames" variant="default" size="xs" leftSection={<IconPhotoPlus {...icon} />}>
          Add
        </PickFiles>
        <Text size="sm" c="dimmed" className={classes.count}>
          {items.length} {items.length === 1 ? 'photograph' : 'photographs'}
        </Text>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <Button variant="default" size="xs" px="xs" aria-label="Arrange the photographs">
              <IconDots {...icon} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconSortAscendingLetters {...icon} />} onClick={() => set(sortedByName(items))}>
              Sort by name
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowsSort {...icon} />} onClick={() => set([...items].reverse())}>
              Reverse the order
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash {...icon} />} color="rust.4" onClick={() => set([])}>
              Remove all
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <ol className={classes.list} aria-label="Photographs in the order of the film">
        {items.map((item, index) => (
          <PhotographRow
            key={item.id}
            item={item}
            index={index}
            tone={tones?.[index - (start - 1)]}
            last={index === items.length - 1}
            selected={index === selected + start - 1}
            onSelect={() => selectFrame(Math.max(0, index - (start - 1)))}
            onMove={(by) => place(moved(items, item.id, by), item.id)}
            onRemove={() => set(items.filter((other) => other !== item))}
          />
        ))}
      </ol>
    </>
  );
}

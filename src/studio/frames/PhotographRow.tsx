import { ActionIcon, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import type { ToneCurve } from '../../frames/tone-curve.ts';
import { toneWords } from '../../frames/tone-words.ts';
import type { FrameItem } from '../../project/document.ts';
import { useServices } from '../services-context.tsx';
import classes from './PhotographRow.module.css';
import { Thumbnail } from './Thumbnail.tsx';

interface PhotographRowProps {
  readonly item: FrameItem;
  readonly index: number;
  readonly last: boolean;
  readonly selected: boolean;
  /** what evens its light out; absent where nothing is done, or nothing is known */
  readonly tone: ToneCurve | null | undefined;
  onSelect(): void;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}

/** One photograph: press to look at it; move it or take it out. */
export function PhotographRow({ item, index, last, selected, tone, onSelect, onMove, onRemove }: PhotographRowProps) {
  const { frames } = useServices();
  const { name, sha256 } = item;
  const tool = { variant: 'subtle', color: 'gray', size: 'sm' } as const;
  const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;
  return (
    <li className={classes.row} data-selected={selected || undefined}>
      <UnstyledButton
        className={classes.main}
        aria-label={`Show ${name}${tone ? `, light changed: ${toneWords(tone)}` : ''}`}
        aria-current={selected || undefined}
        onClick={onSelect}
      >
        <Text span size="xs" c="dimmed" className={classes.index}>
          {index + 1}
        </Text>
        <Thumbnail store={frames} sha256={sha256} width={52} height={36} />
        <Text span size="sm" truncate title={name}>
          {name}
          {tone && (
            <Text span size="xs" c="dimmed" className={classes.tone}>
              {toneWords(tone)}
            </Text>
          )}
        </Text>
      </UnstyledButton>
      <div className={classes.tools}>
        <ActionIcon {...tool} disabled={index === 0} aria-label={`Move ${name} up`} onClick={() => onMove(-1)}>
          <IconArrowUp {...icon} />
        </ActionIcon>
        <ActionIcon {...tool} disabled={last} aria-label={`Move ${name} down`} onClick={() => onMove(1)}>
          <IconArrowDown {...icon} />
        </ActionIcon>
        <ActionIcon {...tool} aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconX {...icon} />
        </ActionIcon>
      </div>
    </li>
  );
}

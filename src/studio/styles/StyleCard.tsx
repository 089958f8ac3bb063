import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { StyleItem } from '../../project/document.ts';
import { parseBuiltInName } from '../../project/styles/built-in-styles.ts';
import { Thumbnail } from '../frames/Thumbnail.tsx';
import { useServices } from '../services-context.tsx';
import { ValueSlider } from '../tune/controls/ValueSlider.tsx';
import { BuiltInTile } from './BuiltInTile.tsx';
import classes from './StyleCard.module.css';
import { styleTitle } from './style-shares.ts';

interface StyleCardProps {
  readonly style: StyleItem;
  /** 0–1 */
  readonly weight: number;
  /** 0–1 of the mix */
  readonly share: number;
  /** @param weight under the thumb; null when the movement is over */
  onShow(weight: number | null): void;
  onCommit(weight: number): void;
  onRemove(): void;
}

/** Places of the slider, in percent. */
const PERCENT: readonly number[] = Array.from({ length: 101 }, (_, i) => i);

/** One painting of the mix: picture, name, weight, share. */
export function StyleCard({ style, weight, share, onShow, onCommit, onRemove }: StyleCardProps) {
  const { styles } = useServices();
  const { name, sha256 } = style;
  const title = styleTitle(name);
  const builtIn = parseBuiltInName(name);
  return (
    <li className={classes.card}>
      {sha256 === null ? (
        <BuiltInTile id={builtIn ?? ''} className={classes.picture} />
      ) : (
        <Thumbnail store={styles} sha256={sha256} width={64} height={48} />
      )}
      <div className={classes.text}>
        <Text size="sm" fw={500} truncate title={name}>
          {title}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          weight {Math.round(weight * 100)} %
        </Text>
      </div>
      <Text className={classes.share} size="sm" c="dimmed" aria-label={`Share of ${title}`}>
        {Math.round(share * 100)} %
      </Text>
      <Tooltip label="Take it out of the mix">
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Remove ${title}`} onClick={onRemove}>
          <IconX size={15} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <div className={classes.slider}>
        <ValueSlider
          label={`Weight of ${title}`}
          unit="%"
          stops={PERCENT}
          value={Math.round(weight * 100)}
          onShow={(percent) => onShow(percent === null ? null : percent / 100)}
          onCommit={(percent) => onCommit(percent / 100)}
        />
      </div>
    </li>
  );
}

import { Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { builtInStyles } from '../../project/styles/built-in-styles.ts';
import { BuiltInTile } from '../styles/BuiltInTile.tsx';
import classes from './StartLike.module.css';

/** The built-in paintings, each a way into the demo. @param onChoose gets the painting's name */
export function StartLike({ onChoose }: { onChoose: (style: string) => void }) {
  return (
    <section aria-labelledby="start-like">
      <Title order={2} id="start-like" mb="sm">
        Or paint the demo street like
      </Title>
      <ul className={classes.tiles}>
        {builtInStyles.map(({ id, title, description }) => (
          <li key={id}>
            <Tooltip label={description} multiline maw={260}>
              <UnstyledButton
                className={classes.tile}
                aria-label={`Paint the demo street like ${title}`}
                onClick={() => onChoose(`built-in:${id}`)}
              >
                <BuiltInTile id={id} className={classes.picture} />
                <Text span size="sm" c="dark.1">
                  {title}
                </Text>
              </UnstyledButton>
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  );
}

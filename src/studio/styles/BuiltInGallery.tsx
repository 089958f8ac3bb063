import { Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { MAX_STYLES } from '../../project/params.ts';
import { builtInStyles } from '../../project/styles/built-in-styles.ts';
import { useDocument } from '../state/document-store.ts';
import classes from './BuiltInGallery.module.css';
import { BuiltInTile } from './BuiltInTile.tsx';

/** The paintings that the program draws itself; pressing one takes it into the mix, or out of it. */
export function BuiltInGallery() {
  const styles = useDocument(({ document }) => document?.styles);
  const { addStyles, removeStyle } = useDocument.getState();
  // Once paintings are chosen, the knobs below matter more than the names.
  const named = styles?.length === 0;
  const full = (styles?.length ?? 0) >= MAX_STYLES;
  return (
    <section aria-labelledby="built-in-paintings">
      <Title order={3} id="built-in-paintings" mb="xs">
        Built-in paintings
      </Title>
      <ul className={classes.gallery}>
        {builtInStyles.map(({ id, title, description }) => {
          const name = `built-in:${id}`;
          const used = styles?.find((style) => style.name === name);
          const press = () => {
            if (used) removeStyle(used.id);
            else if (!full) addStyles([{ id: crypto.randomUUID(), name, sha256: null }]);
          };
          return (
            <li key={id}>
              <Tooltip label={`${title}: ${description}`} multiline maw={240}>
                <UnstyledButton
                  className={classes.tile}
                  aria-pressed={used !== undefined}
                  aria-disabled={full && !used}
                  aria-label={title}
                  aria-description={description}
                  onClick={press}
                >
                  <BuiltInTile id={id} className={classes.picture} />
                  {named && (
                    <Text span size="xs" c="dimmed">
                      {title}
                    </Text>
                  )}
                </UnstyledButton>
              </Tooltip>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

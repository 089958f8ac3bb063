import { Text, Title } from '@mantine/core';
import classes from './RenderStep.module.css';

/** What the run had to say, the newest first. */
export function RunMessages({ messages }: { messages: readonly string[] }) {
  return (
    <section aria-label="Notes" aria-live="polite">
      {messages.length > 0 && (
        <>
          <Title order={3}>Notes</Title>
          <ul className={classes.messages}>
            {[...messages].reverse().map((message) => (
              <Text key={message} component="li" size="xs" c="dark.1">
                {message}
              </Text>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

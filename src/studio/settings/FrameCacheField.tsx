import { Anchor, Radio, Stack, Text } from '@mantine/core';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import classes from './SettingsDialog.module.css';
import type { Settings } from './settings.ts';
import { useSettings } from './settings-store.ts';

/** How long Google's pictures stay here, beside what Google's terms say, and the terms of the other services. */
export function FrameCacheField() {
  const frameCache = useSettings(({ settings }) => settings.frameCache);
  const change = useSettings((state) => state.change);
  const { streetview, streetview_tiles: tiles, panoramax, mapillary } = SOURCE_FACTS;
  return (
    <section className={classes.part} aria-labelledby="frame-cache">
      <h3 id="frame-cache">Google’s pictures</h3>
      <Text size="sm">
        {streetview.terms} <Terms href={streetview.termsLink}>Google’s terms</Terms>,{' '}
        <Terms href={tiles.termsLink}>its policies on tiles</Terms>. These are our words, not Google’s, and not legal
        advice.
      </Text>
      <Radio.Group
        label="Keep them in this browser"
        size="xs"
        value={frameCache}
        onChange={(value) => change({ frameCache: value as Settings['frameCache'] })}
      >
        <Stack gap={6} mt={4}>
          <Radio size="xs" value="session" label="for this session: they go when this tab is closed" />
          <Radio
            size="xs"
            value="days"
            label="for 7 days: a film that takes longer than an evening need not be paid for twice"
          />
        </Stack>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        Other pictures stay until you delete the project. Panoramax: {panoramax.terms}{' '}
        <Terms href={panoramax.termsLink}>Panoramax</Terms>. Mapillary: {mapillary.terms}{' '}
        <Terms href={mapillary.termsLink}>Mapillary’s terms</Terms>.
      </Text>
    </section>
  );
}

function Terms({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" underline="always" inherit>
      {children}
    </Anchor>
  );
}

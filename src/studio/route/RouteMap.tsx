import { Alert, Button, Group, Text } from '@mantine/core';
import { useReload } from '../projects/use-reload.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useDocument } from '../state/document-store.ts';
import { Legend } from './Legend.tsx';
import classes from './RouteMap.module.css';
import { SearchBox } from './SearchBox.tsx';
import { mapOf } from './source-rules.ts';
import { useRouteMap } from './use-route-map.ts';

/** The map of the Route step: the way, the camera, and what was found along it. */
export function RouteMap() {
  const kind = useDocument(({ document }) => (document ? mapOf(document.params) : 'maplibre'));
  const hasKey = useSettings(({ keys }) => kind === 'google' && keys.google !== null);
  const style = useSettings((state) => state.settings.mapStyle);
  // Another kind of map, another key or style: another map.
  return <OpenMap key={`${kind} ${hasKey} ${style}`} kind={kind} />;
}

function OpenMap({ kind }: { kind: 'maplibre' | 'google' }) {
  const { element, state, problem, retry, dismiss } = useRouteMap(kind);
  const openDialog = useSettings((settings) => settings.openDialog);
  const needsKey = useSettings((settings) => kind === 'google' && settings.keys.google === null);
  const reload = useReload();
  return (
    <div className={classes.room}>
      <div ref={element} id="route-map" className={classes.map} />
      {state === 'open' && <SearchBox kind={kind} />}
      {state === 'open' && <Legend />}
      {state === 'opening' && <Text className={classes.note}>The map is being opened …</Text>}
      {problem && (
        <Alert
          className={classes.problem}
          color="rust"
          variant={needsKey ? 'default' : 'filled'}
          title={problem.message}
          role="alert"
          withCloseButton={state === 'open'}
          closeButtonLabel="Close"
          onClose={dismiss}
        >
          <Text size="sm" mb="xs">
            {problem.remedy}
            {state === 'failed' && ' The route can be typed or imported without a map.'}
          </Text>
          <Group gap={6}>
            {needsKey ? (
              <Button size="xs" onClick={() => openDialog('google')}>
                Enter the key
              </Button>
            ) : problem.lasting ? (
              <>
                <Button size="xs" variant="default" onClick={() => void reload()}>
                  Reload the page
                </Button>
                <Button size="xs" variant="default" onClick={() => openDialog('google')}>
                  Look at the key
                </Button>
              </>
            ) : (
              <Button size="xs" variant="default" onClick={retry}>
                Try again
              </Button>
            )}
          </Group>
        </Alert>
      )}
    </div>
  );
}

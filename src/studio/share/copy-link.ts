import { notifications } from '@mantine/notifications';
import { paramsFile } from '../tune/params-file.ts';
import { useShare } from './share-store.ts';
import { LONG_LINK, linkTo } from './shared-link.ts';

/** Copies a link to the open project's params and to the frames that they name. Does nothing while no project is open. */
export async function copyLink(): Promise<void> {
  const file = paramsFile();
  if (!file) return;
  const link = linkTo(file.text, location);
  const copied = await navigator.clipboard.writeText(link).then(
    () => true,
    // Forbidden, or the page was left meanwhile: the person copies it by hand.
    () => false,
  );
  if (!copied || link.length > LONG_LINK) {
    useShare.setState({ outgoing: { link, copied } });
    return;
  }
  notifications.show({
    title: 'Link copied',
    message: `It holds the params and which frames the route has: no pictures, no keys. ${file.leftOut ?? ''}`,
  });
}

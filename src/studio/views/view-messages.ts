import type { SentError } from '../../core/sent-error.ts';
import type { FetchedPicture, View } from '../../frames/imagery.ts';
import type { MadeView } from '../../frames/view-maker.ts';

/** From the page. `id` names the frame that a message is about; the client counts them up. */
export type ViewRequest =
  | { readonly type: 'make'; readonly id: number; readonly picture: FetchedPicture; readonly view: View }
  /** no one waits for it any more; not answered */
  | { readonly type: 'abort'; readonly id: number };

/** To the page. */
export type ViewReply =
  | { readonly type: 'made'; readonly id: number; readonly made: MadeView }
  | { readonly type: 'failed'; readonly id: number; readonly error: SentError };
